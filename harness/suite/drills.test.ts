import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeReports } from '../../reports/index.ts';
import { loadScenarios, openSession, type Session } from '../compose/index.ts';
import { systemClock } from '../core/index.ts';

const root = join(import.meta.dirname, '../..');
const all = await loadScenarios(root);
let session: Session;

beforeAll(async ({ tasks }) => {
  const chosen = new Set(
    tasks
      .flatMap((suite) => ('tasks' in suite ? suite.tasks : []))
      .filter(({ mode }) => mode === 'run')
      .map(({ name }) => name),
  );
  session = await openSession({
    root,
    scenario: { ...all, drills: all.drills.filter(({ id }) => chosen.has(id)) },
    selection: [...chosen],
    speed: Number(process.env['FIREDRILL_SPEED'] ?? 60),
    seed: 1,
    strictFindings: false,
    outFolder: join(root, 'reports/out'),
    runId: `vitest-${randomBytes(4).toString('hex')}`,
    version: 'vitest',
    clock: systemClock,
    processStartedAt: systemClock.now(),
    signal: new AbortController().signal,
    onEvent: () => undefined,
    onTool: () => undefined,
  });
}, 1_800_000);

afterAll(async () => {
  const run = await session.finish();
  await writeReports(run, session.folder, fs);
}, 60_000);

describe.concurrent('drills', () => {
  for (const { id } of all.drills) {
    test(id, { timeout: 7_200_000 }, async () => {
      const { verdict } = await session.run(id);
      expect(verdict.reasons.join('\n'), verdict.outcome).toBeDefined();
      expect(verdict.outcome, verdict.reasons.join('\n')).toBe('held');
    });
  }
});
