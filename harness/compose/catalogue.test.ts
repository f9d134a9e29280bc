import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canoCollector } from '../../fixtures/systems/cano-collector/system.ts';
import { loadScenarios } from './catalogue.ts';

const load = async (files: Readonly<Record<string, string>>): Promise<unknown> => {
  const root = await mkdtemp(join(tmpdir(), 'firedrill-scenarios-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    return await loadScenarios(root).catch((error: unknown) => error);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
};

/** A scenario file of one drill. */
const file = (id: string, system: object = canoCollector): string =>
  `export const it = ${JSON.stringify({ drills: [{ id, title: id, system, case: 'positive', expectations: [] }], impossible: [] })};
export const noScenario = 5;\n`;

describe('loadScenarios', () => {
  it('loads every scenario of every suite by name, and nothing else', async () => {
    const loaded = await load({
      'scenarios/routing/b.ts': file('routing/b'),
      'scenarios/alerts/c.ts': file('alerts/c'),
      'scenarios/alerts/a.ts': file('alerts/a'),
      'scenarios/alerts/a.test.ts': 'throw new Error("a test is no scenario");',
      'scenarios/alerts/lib/d.ts': 'throw new Error("too deep");',
    });
    expect(loaded).toMatchObject({ drills: [{ id: 'alerts/a' }, { id: 'alerts/c' }, { id: 'routing/b' }] });
  });

  it('loads scripted drills, and refuses two of one id', async () => {
    const scripted = (id: string): string =>
      `export const it = { drills: [], impossible: [], scripted: [{ id: '${id}' }] };\n`;
    const one = { 'scenarios/routing/a.ts': scripted('routing/a') };
    expect(await load({ ...one, 'scenarios/routing/b.ts': scripted('routing/b') })).toMatchObject({
      drills: [],
      scripted: [{ id: 'routing/a' }, { id: 'routing/b' }],
    });
    for (const other of [scripted('routing/a'), file('routing/a')])
      expect(await load({ ...one, 'scenarios/routing/b.ts': other })).toMatchObject({ code: 'DRILL_INVALID' });
  });

  it('refuses two drills of one id, wherever they are', async () => {
    const same = { 'scenarios/alerts/a.ts': file('alerts/a'), 'scenarios/routing/b.ts': file('alerts/a') };
    expect(await load(same)).toMatchObject({
      code: 'DRILL_INVALID',
      message: 'two drills have the same id; got alerts/a',
    });
  });

  it('names the file that does not load, with the reason', async () => {
    const broken = { 'scenarios/alerts/a.ts': 'throw new Error("no such fixture");' };
    expect(await load(broken)).toMatchObject({
      code: 'DRILL_INVALID',
      message: 'scenarios/alerts/a.ts: the scenario does not load; got no such fixture',
    });
  });

  it('lets the harness’s own complaint about a scenario stand', async () => {
    const core = join(import.meta.dirname, '../core/index.ts');
    const text = `import { HarnessError } from '${core}';\nthrow new HarnessError('RULES_INVALID', { what: 'no rule' });`;
    expect(await load({ 'scenarios/alerts/a.ts': text })).toMatchObject({ code: 'RULES_INVALID', message: 'no rule' });
  });

  it('holds every system to its schema, which takes no other keys', async () => {
    const wrong = { ...canoCollector, job: 7, colour: 'blue' };
    const error = await load({ 'scenarios/alerts/a.ts': file('alerts/a', wrong) });
    expect(error).toMatchObject({ code: 'CONFIG_INVALID', details: { where: 'cano-collector' } });
    expect((error as Error).message).toMatch(/job: .*; .*"colour"/);
  });
});
