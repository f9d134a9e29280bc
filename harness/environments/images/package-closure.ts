import { HarnessError } from '../../core/index.ts';

/** What a package-lock.json of version 3 says of a folder in node_modules. */
export type LockedPackage = {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
};
type Lock = Readonly<Record<string, LockedPackage>>;

/**
 * Gives the folders of node_modules that `names` need to run, themselves among them, found as Node finds them: from where
 * a package is, outwards. An optional one that the lock does not have is left out; any other throws `CONFIG_INVALID`.
 */
export const packageClosure = (lock: Lock, names: readonly string[]): string[] => {
  const closure = new Set<string>();
  const add = (from: string, name: string, isOptional: boolean): void => {
    const path = findFrom(lock, from, name);
    if (path === undefined && isOptional) return;
    if (path === undefined)
      throw new HarnessError('CONFIG_INVALID', { what: 'a package is not in package-lock.json', got: name });
    if (closure.has(path)) return;
    closure.add(path);
    const { dependencies = {}, optionalDependencies = {} } = lock[path] ?? {};
    for (const each of Object.keys(dependencies)) add(path, each, each in optionalDependencies);
    for (const each of Object.keys(optionalDependencies)) add(path, each, true);
  };
  for (const name of names) add('', name, false);
  return [...closure].toSorted();
};

const findFrom = (lock: Lock, from: string, name: string): string | undefined => {
  const path = from === '' ? `node_modules/${name}` : `${from}/node_modules/${name}`;
  if (path in lock) return path;
  if (from === '') return undefined;
  const outer = from.lastIndexOf('/node_modules/');
  return findFrom(lock, outer === -1 ? '' : from.slice(0, outer), name);
};
