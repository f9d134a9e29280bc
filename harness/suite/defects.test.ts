import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { writeReports } from '../../reports/index.ts';
import { loadScenarios, withVariant, type Session } from '../compose/index.ts';
import type { Drill } from '../contract/index.ts';
import { openSuiteSession, root } from './open-suite-session.ts';

type Matrix = {
  readonly defects: Readonly<Record<string, readonly string[]>>;
  readonly reference: readonly string[];
};
type Row = { readonly drill: Drill; readonly due: 'held' | 'breached' };

const { FIREDRILL_SYSTEMS: systems = '', FIREDRILL_EVERY: every = '' } = process.env;
const chosen = systems.split(',').filter((name) => name !== '');
const matrix = parse(await fs.readFile(join(root, 'collector-under-test/defects/matrix.yaml'), 'utf8')) as Matrix;
const all = (await loadScenarios(root)).drills;
const drills = all.filter(({ system }) => chosen.length === 0 || chosen.includes(system.name));
const healthyOf = ({ system }: Drill): Drill | undefined =>
  all.find((each) => each.system.name === system.name && each.case === 'healthy');

/** Every drill that a defect must breach, and of those that must hold the healthy one, or all where there is time. */
const rowsOf = (defect: string): Row[] => {
  const breached = matrix.defects[defect] ?? [];
  return drills
    .filter(({ system }) => Object.hasOwn(system.variants, defect))
    .filter(({ id, case: name }) => breached.includes(id) || every !== '' || name === 'healthy')
    .map((drill) => ({
      drill: { ...withVariant(drill, defect), id: `${drill.id}/${defect}` },
      due: breached.includes(drill.id) ? 'breached' : 'held',
    }));
};

/** A breach must not be excused by a machine that is too busy, so fewer run side by side than in a run. */
const apart = ({ drill, due }: Row): Row => {
  const { cpu = 0.1, memoryMb = 300, ...lane } = drill.weight ?? {};
  return { due, drill: { ...drill, weight: { ...lane, memoryMb, cpu: cpu * 1.7 } } };
};

/** A drill that brings a broken variant, on the system as it should be. */
const onReference = (drill: Drill): Row => ({
  drill: { ...drill, system: healthyOf(drill)?.system ?? drill.system, id: `${drill.id}/as-it-should-be` },
  due: 'breached',
});

const rows = [
  ...Object.keys(matrix.defects).flatMap(rowsOf),
  ...drills.filter(({ id }) => matrix.reference.includes(id)).map(onReference),
].map(apart);
let session: Session | undefined;

beforeAll(async () => {
  session = await openSuiteSession({ drills: rows.map(({ drill }) => drill), impossible: [] }, 'alerts');
}, 60_000);

afterAll(async () => {
  if (session !== undefined) await writeReports(await session.finish(), session.folder, fs);
}, 60_000);

describe.concurrent('a defect breaches the drills of the matrix, and no other', () => {
  test.for(rows.map(({ drill, due }) => [drill.id, due] as const))(
    '%s is %s',
    { timeout: 5_400_000 },
    async ([id, due], { skip }) => {
      if (session === undefined) throw new Error('the session did not open');
      const { verdict } = await session.run(id);
      skip(verdict.outcome === 'skipped', verdict.reasons.join('; '));
      expect(verdict.outcome, verdict.reasons.join('\n')).toBe(due);
    },
  );
});
