import { expect, test } from 'vitest';
import { importedPackages } from './imported-packages.ts';
import { packageClosure } from './package-closure.ts';

const lock = {
  'node_modules/a': { dependencies: { b: '1', c: '1' } },
  'node_modules/a/node_modules/b': { dependencies: { c: '1' } },
  'node_modules/b': {},
  'node_modules/c': { optionalDependencies: { native: '1' } },
  'node_modules/@s/d': { dependencies: { a: '1' } },
  'node_modules/unused': {},
};

test('a package brings what it needs, its own version before the outer one, and nothing else', () => {
  expect(packageClosure(lock, ['@s/d'])).toEqual([
    'node_modules/@s/d',
    'node_modules/a',
    'node_modules/a/node_modules/b',
    'node_modules/c',
  ]);
});

test('packages that need each other end', () => {
  const ring = { 'node_modules/x': { dependencies: { y: '1' } }, 'node_modules/y': { dependencies: { x: '1' } } };
  expect(packageClosure(ring, ['x'])).toEqual(['node_modules/x', 'node_modules/y']);
});

test('one that the lock does not have is named', () => {
  expect(() => packageClosure({ 'node_modules/a': { dependencies: { gone: '1' } } }, ['a'])).toThrow(/gone/);
});

test('imports are found in every form, without those of Node and of the project', () => {
  const source = `import { a } from 'yaml';\nimport type { b } from '@s/d/part';\nimport { join } from 'node:path';
import fs from 'fs';\nimport { c } from './c.ts';\nimport 'pino';\nexport { z } from 'zod';\nawait import('pg');`;
  expect(importedPackages(source)).toEqual(['@s/d', 'pg', 'pino', 'yaml', 'zod']);
});
