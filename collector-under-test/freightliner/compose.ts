import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { systemClock, type Clock } from './clock.ts';
import { openCheckpoints } from './jobs/checkpoints.ts';
import { createReplicator } from './jobs/replicator.ts';
import { readRules, startSchedule } from './jobs/schedule.ts';
import { createMetrics, type Metrics, type MetricsOptions } from './metrics/metrics.ts';
import { createServer } from './server/server.ts';
import type { Settings } from './settings.ts';
import { createWorkerPool, type WorkerPool } from './worker/worker-pool.ts';

/** The replaceable parts of the replicator. */
export interface Modules {
  clock: Clock;
  createMetrics: (options: MetricsOptions) => Metrics;
  /** The resident memory of the process, in bytes. */
  memoryBytes: () => number;
}

/** A replicator that listens and works; disposing of it leaves unfinished jobs to the next process. */
export interface RunningFreightliner extends AsyncDisposable {
  port: number;
}

/** Starts a replicator from its settings. */
export type StartFreightliner = (settings: Settings, logger: Logger) => Promise<RunningFreightliner>;

/** Puts the replicator together, with some of its modules replaced. */
export function composeFreightliner(overrides: Partial<Modules> = {}): StartFreightliner {
  const modules = { clock: systemClock, createMetrics, memoryBytes: () => process.memoryUsage.rss(), ...overrides };
  return (settings, logger) => start(modules, settings, logger);
}

async function start(modules: Modules, settings: Settings, logger: Logger): Promise<RunningFreightliner> {
  await using undo = new AsyncDisposableStack();
  const { clock } = modules;
  const stop = new AbortController();
  const { metrics, pool } = openPool(modules, settings, logger);
  undo.use(pool);
  undo.defer(() => stop.abort());
  const checkpoints = openCheckpoints(settings.dataDir);
  const replicator = createReplicator({ settings, pool, checkpoints, metrics, clock, logger, signal: stop.signal });
  await initialisePairs(metrics, settings);
  await replicator.resume();
  const { rulesFile, scheduleIntervalMs: intervalMs } = settings;
  const schedule = startSchedule({ rulesFile, intervalMs, replicator, clock, logger, signal: stop.signal });
  const app = createServer({ settings, pool, replicator, checkpoints, schedule, metrics });
  undo.defer(() => app.close());
  const port = await listen(app, settings);
  const stack = undo.move();
  return { port, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

function openPool(
  { createMetrics: create, memoryBytes, clock }: Modules,
  settings: Settings,
  logger: Logger,
): { metrics: Metrics; pool: WorkerPool } {
  const onPanic = (error: string): void => {
    metrics.panicked();
    logger.error({ error }, 'a worker ended by an error nobody expected');
  };
  const { workers: size, startsPerSecond } = settings;
  const pool = createWorkerPool({ size, startsPerSecond, clock, onPanic });
  const metrics = create({ pool: () => pool.counts(), memoryBytes });
  metrics.initialisePanics();
  metrics.initialiseRefusals();
  return { metrics, pool };
}

/** The pairs of the rules are known from the start; a rules file that cannot be read is the schedule's to report. */
async function initialisePairs(metrics: Metrics, { rulesFile }: Settings): Promise<void> {
  const rules = await readRules(rulesFile).catch(() => []);
  for (const rule of rules) metrics.initialisePair(rule);
}

async function listen(app: FastifyInstance, { host, port }: Settings): Promise<number> {
  await app.listen({ host, port });
  return (app.server.address() as AddressInfo).port;
}
