import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { writeReports } from '../../reports/index.ts';
import { deliveryWithVariant, loadScenarios, type Session } from '../compose/index.ts';
import type { DeliveryDrill, EnvironmentName, LoadShape } from '../contract/index.ts';
import { openSuiteSession, root } from './open-suite-session.ts';

type Options = {
  /** The part of the matrix that names, by defect and drill, the check that it must breach. */
  readonly part: 'deliveries' | 'containers' | 'cluster';
  readonly environment: EnvironmentName;
  /** What is changed of the load of every drill. */
  readonly load?: Partial<LoadShape>;
  /** How long all of it may take, in ms. */
  readonly timeout: number;
  /** Whether a drill of a run has to be in the part. */
  readonly isDue: (drill: DeliveryDrill) => boolean;
};

/** Registers a test for each row of a part of the matrix of defects, and one that no drill is without a row. */
export const breachBrokenDeliveries = async ({ part, environment, load, timeout, isDue }: Options): Promise<void> => {
  const matrix = await fs.readFile(join(root, 'collector-under-test/defects/matrix.yaml'), 'utf8');
  const rows = (parse(matrix) as Record<Options['part'], Record<string, Record<string, string>>>)[part];
  const { scripted = [] } = await loadScenarios(root);
  const all = scripted.filter((drill): drill is DeliveryDrill => 'delivery' in drill);
  const broken = Object.entries(rows).flatMap(([defect, checks]) =>
    Object.entries(checks).map(([of, check]) => ({ drill: asBroken(all, of, defect), check, of })),
  );
  let session: Session | undefined;

  beforeAll(async () => {
    const scenario = { drills: [], impossible: [], scripted: broken.map(({ drill }) => drill) };
    session = await openSuiteSession(scenario, part, load, environment);
  }, timeout);

  afterAll(async () => {
    if (session !== undefined) await writeReports(await session.finish(), session.folder, fs);
  }, 60_000);

  describe.concurrent('what is broken in one way breaches its drill', () => {
    const named = broken.map(({ drill, check }) => [drill.id, check] as const);
    test.for(named)('%s: %s', { timeout }, async ([id, check], { skip }) => {
      if (session === undefined) throw new Error('the session did not open');
      const { verdict } = await session.run(id);
      skip(verdict.outcome === 'skipped', verdict.reasons.join('; '));
      expect(verdict.outcome, verdict.reasons.join('\n')).toBe('breached');
      const breached = verdict.checks.filter(({ outcome }) => outcome === 'breached').map(({ name }) => name);
      expect(breached).toContain(check);
    });
  });

  test('every drill that a run has is shown to be able to fail', () => {
    const shown = new Set(broken.map(({ of }) => of));
    const due = all.filter((drill) => drill.onDemand !== true && isDue(drill));
    expect(due.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([]);
  });
};

/** The drill on a broken variant, under a name of its own. */
const asBroken = (all: readonly DeliveryDrill[], id: string, defect: string): DeliveryDrill => {
  const drill = all.find((each) => each.id === id);
  if (drill === undefined) throw new Error(`no drill ${id}`);
  return { ...deliveryWithVariant(drill, defect), id: `${id}/${defect}` };
};
