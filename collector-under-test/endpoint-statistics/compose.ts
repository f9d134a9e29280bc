import type { AddressInfo } from 'node:net';
import { noCache } from './cache/cache.ts';
import { openRedisCache } from './cache/redis-cache.ts';
import { systemClock, systemRandom } from './clock.ts';
import type { Logger } from './logger.ts';
import { createMetrics } from './metrics/metrics.ts';
import { createServer } from './server/server.ts';
import type { Settings } from './settings.ts';
import { createReport } from './statistics/report.ts';
import { openStore } from './store/open-store.ts';
import { timedStore } from './store/timed-store.ts';
import { version } from './version.ts';

/** The parts a deployment uses, each of which can be replaced. */
const defaultModules = { clock: systemClock, random: systemRandom, createMetrics, openStore, createReport };
export type Modules = typeof defaultModules;

/** A service that listens; disposing of it stops it gracefully. */
export interface RunningService extends AsyncDisposable {
  address: { address: string; port: number };
}

/** A service ready to start. */
export type Service = (settings: Settings, logger: Logger) => Promise<RunningService>;

/** Puts the service together, with some of its modules replaced. */
export function composeService(overrides: Partial<Modules> = {}): Service {
  const modules = { ...defaultModules, ...overrides };
  return (settings, logger) => start(modules, settings, logger);
}

async function start(modules: Modules, settings: Settings, logger: Logger): Promise<RunningService> {
  await using undo = new AsyncDisposableStack();
  const { clock, random } = modules;
  const metrics = modules.createMetrics();
  const store = timedStore(await modules.openStore(settings, clock), { metrics, clock });
  undo.defer(() => store.close());
  const cache = openCache(settings, logger);
  undo.defer(() => cache.close());
  const app = createServer({ store, cache, metrics, logger, random, version, createReport: modules.createReport });
  undo.defer(() => app.close());
  // The service's own start is its first observation.
  await store.record({ path: 'startup', ms: clock.monotonic() });
  await app.listen({ host: settings.host, port: settings.port });
  const { address, port } = app.server.address() as AddressInfo;
  const stack = undo.move();
  return { address: { address, port }, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

function openCache({ redisUrl, cacheTtlMs }: Settings, logger: Logger) {
  return redisUrl === undefined ? noCache : openRedisCache({ url: redisUrl, ttlMs: cacheTtlMs, logger });
}
