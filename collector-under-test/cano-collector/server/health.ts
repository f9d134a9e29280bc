import type { Clock } from '../clock.ts';
import { formatUptime } from '../settings/duration.ts';
import { version } from '../version.ts';

const components = ['config', 'destinations', 'database'] as const;

/** State of each part: `ok`, or what is wrong. */
type ComponentStates = Record<(typeof components)[number], string>;

/** Health of the collector. */
export interface Health {
  /** Whether alerts can be taken. */
  canWork(): Promise<boolean>;
  details(): Promise<{ status: 'ok' | 'degraded'; components: ComponentStates; uptime: string; version: string }>;
}

/** Where the states come from. */
export interface HealthDeps {
  clock: Clock;
  configError: () => string | undefined;
  failingDestinations: () => string[];
  checkStore: () => Promise<void>;
}

const cacheMs = 1_000;
const checkTimeoutMs = 2_000;

/** Builds the health report; the store is asked at most once a second. */
export function createHealth({ clock, configError, failingDestinations, checkStore }: HealthDeps): Health {
  const startedAt = clock.monotonic();
  let cached: { at: number; state: Promise<string> } | undefined;
  const database = (): Promise<string> => {
    const at = clock.monotonic();
    if (cached === undefined || at - cached.at >= cacheMs) cached = { at, state: probe(checkStore, clock) };
    return cached.state;
  };
  return {
    canWork: async () => (await database()) === 'ok',
    async details() {
      const failing = failingDestinations();
      const configProblem = configError();
      const states: ComponentStates = {
        config: configProblem === undefined ? 'ok' : `error: ${configProblem}`,
        destinations: failing.length === 0 ? 'ok' : `degraded: ${failing.join(', ')} failing`,
        database: await database(),
      };
      const status = components.every((name) => states[name] === 'ok') ? 'ok' : 'degraded';
      return { status, components: states, uptime: formatUptime(clock.monotonic() - startedAt), version };
    },
  };
}

async function probe(check: () => Promise<void>, clock: Clock): Promise<string> {
  const stop = new AbortController();
  const late = clock.sleep(checkTimeoutMs, stop.signal).then(() => 'error: no answer');
  const state = check().then(
    () => 'ok',
    () => 'error: writes fail',
  );
  return await Promise.race([state, late]).finally(() => stop.abort());
}
