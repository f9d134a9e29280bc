import * as fs from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test, type RunnerTask } from 'vitest';
import { writeReports } from '../../reports/index.ts';
import { loadScenarios, type Session } from '../compose/index.ts';
import { openSuiteSession, root } from './open-suite-session.ts';

const all = await loadScenarios(root);
const setUpMs = 1_800_000;
let session: Session;

beforeAll(async (suite: { tasks: RunnerTask[] }) => {
  const chosen = new Set(testsOf(suite.tasks).map(({ name }) => name));
  session = await openSuiteSession({ ...all, drills: all.drills.filter(({ id }) => chosen.has(id)) });
}, setUpMs);

afterAll(async () => {
  const run = await session.finish();
  await writeReports(run, session.folder, fs);
}, 60_000);

/** The tests that a name pattern left to run. */
const testsOf = (tasks: readonly RunnerTask[]): RunnerTask[] =>
  tasks.flatMap((task) => (task.type === 'suite' ? testsOf(task.tasks) : task.mode === 'run' ? [task] : []));

describe.concurrent('drills', () => {
  for (const { id } of all.drills) {
    test(id, { timeout: 7_200_000 }, async () => {
      const { verdict } = await session.run(id);
      expect(verdict.outcome, verdict.reasons.join('\n')).toBe('held');
    });
  }
});
