import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { noCache } from '../cache/cache.ts';
import type { Cache } from '../cache/cache.ts';
import { systemClock, systemRandom } from '../clock.ts';
import { createMetrics } from '../metrics/metrics.ts';
import { createServer } from '../server/server.ts';
import { createReport } from '../statistics/report.ts';
import { openSqliteStore } from '../store/sqlite-store.ts';
import type { Store } from '../store/store.ts';
import { timedStore } from '../store/timed-store.ts';

/** A server to inject into, on a SQLite store of its own. */
export interface InjectedService extends AsyncDisposable {
  app: FastifyInstance;
  store: Store;
  /** The database's file. */
  file: string;
  /** The lines of the metrics that begin so. */
  metrics(start: string): Promise<string[]>;
}

/** Builds a service without a process; `timeoutMs` is the store's. */
export async function injectService({
  timeoutMs = 1_000,
  cache = noCache,
}: { timeoutMs?: number; cache?: Cache } = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'endpoint-statistics-'));
  const metrics = createMetrics();
  const clock = systemClock;
  const store = timedStore(await openSqliteStore({ dataDir, timeoutMs, clock }), { metrics, clock });
  const logger = pino({ enabled: false });
  const app = createServer({ store, cache, metrics, logger, createReport, random: systemRandom, version: 'test' });
  const service: InjectedService = {
    app,
    store,
    file: join(dataDir, 'stats.db'),
    async metrics(start) {
      return (await metrics.render()).body.split('\n').filter((line) => line.startsWith(start));
    },
    async [Symbol.asyncDispose]() {
      await app.close();
      await store.close();
      await rm(dataDir, { recursive: true });
    },
  };
  return service;
}
