import * as fs from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test, type RunnerTask } from 'vitest';
import { writeReports } from '../../reports/index.ts';
import { loadScenarios, type Session } from '../compose/index.ts';
import { openSuiteSession, root } from './open-suite-session.ts';

const { scripted: scripts = [], ...loaded } = await loadScenarios(root);
const isLocal = ({ environments = ['local'] }: (typeof scripts)[number]): boolean => environments.includes('local');
const all = { ...loaded, scripted: scripts.filter(isLocal) };
const setUpMs = 1_800_000;
let session: Session | undefined;

beforeAll(async ({}, suite) => {
  const chosen = new Set(testsOf(suite.tasks).map(({ name }) => name));
  const scripted = all.scripted.filter(({ id }) => chosen.has(id));
  session = await openSuiteSession({ ...all, drills: all.drills.filter(({ id }) => chosen.has(id)), scripted });
}, setUpMs);

afterAll(async () => {
  if (session === undefined) return;
  await writeReports(await session.finish(), session.folder, fs);
}, 60_000);

/** The tests that a name pattern left to run. */
const testsOf = (tasks: readonly RunnerTask[]): RunnerTask[] =>
  tasks.flatMap((task) => (task.type === 'suite' ? testsOf(task.tasks) : task.mode === 'run' ? [task] : []));

describe.concurrent('drills', () => {
  for (const { id } of [...all.drills, ...all.scripted]) {
    test(id, { timeout: 7_200_000 }, async () => {
      if (session === undefined) throw new Error('the session did not open');
      const { verdict } = await session.run(id);
      expect(verdict.outcome, verdict.reasons.join('\n')).toBe('held');
    });
  }
});
