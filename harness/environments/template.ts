import { HarnessError } from '../core/index.ts';

/** Replaces each `${name}` of `text` by its value; throws `CONFIG_INVALID` for a name that has none. */
export const fillTemplate = (text: string, values: Readonly<Record<string, string>>, where: string): string =>
  text.replaceAll(/\$\{([\w.-]+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) {
      throw new HarnessError('CONFIG_INVALID', {
        what: 'unknown placeholder',
        where,
        expected: `one of ${Object.keys(values).join(', ')}`,
        got: `\${${name}}`,
      });
    }
    return value;
  });
