import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { openSession, type Session } from '../compose/index.ts';
import type { EnvironmentName, LoadShape, Scenario } from '../contract/index.ts';
import { systemClock } from '../core/index.ts';

/** The project's folder. */
export const root = join(import.meta.dirname, '../..');

/** Opens a session for a test file, with `FIREDRILL_SPEED` or 60, and reports where `firedrill run` puts them. */
export const openSuiteSession = async (
  scenario: Scenario,
  defect?: string,
  load?: Partial<LoadShape>,
  environment: EnvironmentName = 'local',
): Promise<Session> =>
  await openSession({
    root,
    scenario,
    selection: [...scenario.drills, ...(scenario.scripted ?? [])].map(({ id }) => id),
    environment,
    speed: Number(process.env['FIREDRILL_SPEED'] ?? 60),
    seed: 1,
    defect,
    strictFindings: false,
    load,
    outFolder: join(root, 'reports/out'),
    runId: `vitest-${randomBytes(4).toString('hex')}`,
    version: 'vitest',
    clock: systemClock,
    processStartedAt: systemClock.now(),
    signal: new AbortController().signal,
    onEvent: () => undefined,
    onTool: () => undefined,
  });
