import { isBuiltin } from 'node:module';

const specifiers = /(?:\bfrom|\bimport)\s*\(?\s*'([^'.][^']*)'/g;

/** Gives the packages that a source file imports, by name, without Node's own. */
export const importedPackages = (source: string): string[] => {
  const found = [...source.matchAll(specifiers)].flatMap(([, specifier = '']) =>
    isBuiltin(specifier) ? [] : [packageOf(specifier)],
  );
  return [...new Set(found)].toSorted();
};

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
