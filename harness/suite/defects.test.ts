import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { writeReports } from '../../reports/index.ts';
import { loadScenarios, withDefect } from '../compose/index.ts';
import type { Drill } from '../contract/index.ts';
import { openSuiteSession, root } from './open-suite-session.ts';

type Matrix = { readonly defects: Record<string, string[]>; readonly reference: string[] };

const { drills } = await loadScenarios(root);
const matrix = parse(await fs.readFile(join(root, 'collector-under-test/defects/matrix.yaml'), 'utf8')) as Matrix;
const timeout = 600_000;

/** Runs drills and gives the ids by outcome. */
const outcomes = async (chosen: readonly Drill[], defect: string): Promise<Record<string, string[]>> => {
  const session = await openSuiteSession({ drills: chosen, impossible: [] }, defect);
  await Promise.all(chosen.map(async ({ id }) => await session.run(id)));
  const run = await session.finish();
  await writeReports(run, session.folder, fs);
  return Object.fromEntries(
    ['held', 'breached', 'errored', 'inconclusive', 'skipped'].map((outcome) => [
      outcome,
      run.drills
        .filter(({ verdict }) => verdict.outcome === outcome)
        .map(({ id }) => id)
        .sort(),
    ]),
  );
};

const bySystem = Map.groupBy(drills, ({ system }) => system.name);

describe.each([...bySystem.keys()])('of %s', (name) => {
  const ours = bySystem.get(name) ?? [];
  const defects = Object.keys(ours[0]?.system.variants ?? {});

  test.each(defects)('%s breaches the drills of the matrix, and no other', { timeout }, async (defect) => {
    const own = withDefect(ours, defect);
    const breached = matrix.defects[defect] ?? [];
    const held = own.map(({ id }) => id).filter((id) => !breached.includes(id));
    expect(await outcomes(own, defect)).toEqual({
      held: held.sort(),
      breached: [...breached].sort(),
      errored: [],
      inconclusive: [],
      skipped: [],
    });
  });

  const reference = matrix.reference.filter((id) => ours.some((drill) => drill.id === id));
  test.runIf(reference.length > 0)(
    'a drill that brings a broken variant is breached by the system as it should be',
    { timeout },
    async () => {
      const asItShouldBe = ours.find(({ case: each }) => each === 'healthy')?.system;
      const chosen = ours
        .filter(({ id }) => reference.includes(id))
        .map((drill) => ({ ...drill, system: asItShouldBe ?? drill.system }));
      expect((await outcomes(chosen, 'none')).breached).toEqual([...reference].sort());
    },
  );
});
