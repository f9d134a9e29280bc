import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { oldestGo, pins, toolNames, type Pin } from './pins.ts';
import { isAccepted, isAtLeast } from './version.ts';

const moduleFile = async (pin: Pin): Promise<string> =>
  await readFile(new URL(`./go/${pin.build.folder}/go.mod`, import.meta.url), 'utf8');

/** Prometheus numbers its Go module 0.<major><minor>.<patch>. */
const moduleVersion = (name: string, version: string): string => {
  const [major = '', minor = '', patch = ''] = version.split('.');
  return ['prometheus', 'promtool'].includes(name) ? `v0.${major}${minor}.${patch}` : `v${version}`;
};

describe.each(toolNames)('the pin of %s', (name) => {
  const pin: Pin = pins[name];

  it('accepts its own version', () => {
    expect(isAccepted(pin.version, pin.accepted)).toBe(true);
  });

  it('is built from the same version', async () => {
    const text = await moduleFile(pin);
    const [, module = '', version] =
      text
        .split('\n')
        .map((line) => /^(?:require )?\s*(\S+) (v\S+)/.exec(line))
        .filter((match) => match !== null)
        .find(([, candidate = '']) => pin.build.main === candidate || pin.build.main.startsWith(`${candidate}/`)) ?? [];
    expect(module).not.toBe('');
    expect(version).toBe(moduleVersion(name, pin.version));
  });

  it('is a tool of its module, which needs no newer Go than is asked for', async () => {
    const text = await moduleFile(pin);
    expect(text).toContain(pin.build.main);
    expect(isAtLeast(oldestGo, /^go (\S+)$/m.exec(text)?.[1] ?? '99')).toBe(true);
  });

  it('has only well-formed checksums', () => {
    for (const sum of Object.values(pin.archive?.sha256 ?? {})) expect(sum).toMatch(/^[0-9a-f]{64}$/);
  });
});
