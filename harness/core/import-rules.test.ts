import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const folders = ['harness', 'scenarios', 'fixtures', 'reports', 'collector-under-test'];
const program = join(root, 'node_modules/.bin/depcruise');

/** Checks the tree below `cwd` by the project's rules, and gives the exit status and each violation. */
const check = async (cwd: string): Promise<{ exitCode: number | undefined; violations: string[] }> => {
  const args = ['--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'err', ...folders];
  const { exitCode, stdout } = await execa(program, args, { cwd, reject: false, env: { NO_COLOR: '1' } });
  const violations = stdout.split('\n').flatMap((line) => /^\s*error (\S+: .*)$/.exec(line)?.[1]?.trim() ?? []);
  return { exitCode, violations: violations.sort() };
};

/** Makes a small project of these files, each of which says what it imports, and checks it. */
const checkPlanted = async (files: Readonly<Record<string, string>>): Promise<Awaited<ReturnType<typeof check>>> => {
  const folder = await mkdtemp(join(tmpdir(), 'firedrill-imports-'));
  try {
    await copyFile(join(root, 'tsconfig.json'), join(folder, 'tsconfig.json'));
    for (const [path, text] of Object.entries({ ...innocent, ...files })) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return await check(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const value = 'export const it = 1;\n';
const takes = (path: string): string => `import { it as taken } from '${path}';\nexport const it = taken;\n`;
const takesType = (path: string): string => `import type { It } from '${path}';\nexport const it: It = 1;\n`;
const npmPackage = (name: string): Record<string, string> => ({
  [`node_modules/${name}/package.json`]: JSON.stringify({ name, version: '1.0.0', type: 'module', main: 'index.js' }),
  [`node_modules/${name}/index.js`]: value,
});

/** What breaks no rule. */
const innocent = {
  'package.json': JSON.stringify({ name: 'planted', type: 'module', dependencies: { zod: '1.0.0', execa: '1.0.0' } }),
  'scenarios/alerts/a.ts': takes('../../harness/index.ts'),
  'fixtures/systems/a.ts': takes('../../harness/contract/index.ts'),
  'reports/index.ts': takes('../harness/contract/index.ts'),
  'collector-under-test/a/main.ts': value,
  'harness/index.ts': value,
  'harness/contract/index.ts': takes('zod'),
  'harness/core/index.ts': value,
  'harness/engine/index.ts': takes('../core/index.ts'),
  'harness/engine/inner.ts': value,
  'harness/cli/main.ts': takes('../../reports/index.ts'),
  'harness/rules/index.ts': takes('../core/index.ts'),
  ...npmPackage('zod'),
  ...npmPackage('execa'),
};

const planted = [
  ['harness-core-imports', 'harness/core/bad.ts', '../engine/index.ts', 'harness/engine/index.ts'],
  ['harness-contract-imports', 'harness/contract/bad.ts', '../core/index.ts', 'harness/core/index.ts'],
  ['harness-engine-imports', 'harness/engine/bad.ts', '../rules/index.ts', 'harness/rules/index.ts'],
  ['harness-verdict-imports', 'harness/verdict/bad.ts', '../engine/index.ts', 'harness/engine/index.ts'],
  ['harness-rules-imports', 'harness/rules/bad.ts', '../engine/index.ts', 'harness/engine/index.ts'],
  ['harness-environments-imports', 'harness/environments/bad.ts', '../rules/index.ts', 'harness/rules/index.ts'],
  ['harness-toolchain-imports', 'harness/toolchain/bad.ts', '../rules/index.ts', 'harness/rules/index.ts'],
  ['harness-faults-imports', 'harness/faults/bad.ts', '../engine/index.ts', 'harness/engine/index.ts'],
  ['harness-observers-imports', 'harness/observers/bad.ts', '../rules/index.ts', 'harness/rules/index.ts'],
  ['harness-load-imports', 'harness/load/bad.ts', '../engine/index.ts', 'harness/engine/index.ts'],
  ['harness-measure-imports', 'harness/measure/bad.ts', '../rules/index.ts', 'harness/rules/index.ts'],
  ['harness-compose-imports', 'harness/compose/bad.ts', '../../reports/index.ts', 'reports/index.ts'],
  ['harness-suite-imports', 'harness/suite/bad.ts', '../engine/index.ts', 'harness/engine/index.ts'],
  ['harness-cli-imports', 'harness/cli/bad.ts', '../engine/index.ts', 'harness/engine/index.ts'],
  ['harness-core-packages', 'harness/core/bad.ts', 'zod', 'node_modules/zod/index.js'],
  ['harness-contract-packages', 'harness/contract/bad.ts', 'execa', 'node_modules/execa/index.js'],
  ['harness-engine-packages', 'harness/engine/bad.ts', 'execa', 'node_modules/execa/index.js'],
  ['harness-rules-packages', 'harness/rules/bad.ts', 'zod', 'node_modules/zod/index.js'],
  ['no-way-around-the-front-door', 'harness/compose/bad.ts', '../engine/inner.ts', 'harness/engine/inner.ts'],
  ['scenarios-imports', 'scenarios/alerts/bad.ts', '../../harness/core/index.ts', 'harness/core/index.ts'],
  ['fixtures-imports', 'fixtures/systems/bad.ts', '../../harness/core/index.ts', 'harness/core/index.ts'],
  ['reports-imports', 'reports/bad.ts', '../harness/core/index.ts', 'harness/core/index.ts'],
  ['collector-shares-nothing', 'collector-under-test/a/bad.ts', '../../harness/core/index.ts', 'harness/core/index.ts'],
  [
    'collector-is-only-run',
    'harness/elsewhere/bad.ts',
    '../../collector-under-test/a/main.ts',
    'collector-under-test/a/main.ts',
  ],
] as const;

describe('the import rules', () => {
  it('are kept by this project', async () => {
    expect(await check(root)).toEqual({ exitCode: 0, violations: [] });
  }, 120_000);

  it('let through what they are to let through: allowed folders and packages, and types from anywhere', async () => {
    expect(await checkPlanted({ 'harness/core/types.ts': takesType('../engine/index.ts') })).toEqual({
      exitCode: 0,
      violations: [],
    });
  });

  it('catch a planted violation of each of them', async () => {
    const files = planted.map(([, from, path], index) => [from.replace('bad', `bad${index}`), takes(path)] as const);
    const { exitCode, violations } = await checkPlanted(Object.fromEntries(files));
    const expected = planted.map(
      ([rule, from, , to], index) => `${rule}: ${from.replace('bad', `bad${index}`)} → ${to}`,
    );
    expect(violations).toEqual(expected.sort());
    expect(exitCode).toBeGreaterThan(0);
  });

  it('catch a cycle', async () => {
    const cycle = { 'harness/core/one.ts': takes('./two.ts'), 'harness/core/two.ts': takes('./one.ts') };
    const { exitCode, violations } = await checkPlanted(cycle);
    expect(violations.map((each) => each.split(':')[0])).toContain('no-cycles');
    expect(exitCode).toBeGreaterThan(0);
  });
});
