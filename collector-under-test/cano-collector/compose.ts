import { dirname } from 'node:path';
import { createIngest } from './alerts/ingest.ts';
import { runBackups } from './backup/backup-job.ts';
import { readLastSuccess } from './backup/last-success.ts';
import type { ConfigSource } from './config/config-source.ts';
import { createReload } from './config/reload.ts';
import { createDispatcher } from './delivery/dispatcher.ts';
import type { Dispatcher } from './delivery/dispatcher.ts';
import { createOrphans } from './delivery/orphans.ts';
import { createQueueDepth } from './delivery/queue-depth.ts';
import type { QueueDepth } from './delivery/queue-depth.ts';
import { createSettler } from './delivery/settler.ts';
import type { WorkerDeps } from './delivery/worker.ts';
import { createLogLimit } from './logging/limit.ts';
import type { Logger } from './logging/logger.ts';
import { runMaintenance } from './maintenance.ts';
import type { Metrics } from './metrics/metrics.ts';
import { defaultModules } from './modules.ts';
import type { Modules } from './modules.ts';
import { createHealth } from './server/health.ts';
import type { Address } from './server/listen.ts';
import { createServer } from './server/server.ts';
import type { Server } from './server/server-deps.ts';
import { closeServer } from './server/close.ts';
import type { Settings } from './settings/settings.ts';

/** What a collector is started with. */
interface StartOptions {
  settings: Settings;
  /** Variables the destinations file may refer to. */
  env: NodeJS.ProcessEnv;
  logger: Logger;
}

/** A collector that listens and delivers; disposing of it stops it gracefully. */
export interface RunningCollector extends AsyncDisposable {
  address: Address;
  /** Loads the destinations file again; a bad file is reported and changes nothing. */
  reload(): Promise<void>;
}

/** A collector ready to start. */
export interface Collector {
  createLogger: Modules['createLogger'];
  start(options: StartOptions): Promise<RunningCollector>;
}

/** Puts the collector together, with some of its modules replaced. */
export function composeCollector(overrides: Partial<Modules> = {}): Collector {
  const modules = { ...defaultModules, ...overrides };
  return { createLogger: modules.createLogger, start: (options) => start(modules, options) };
}

async function start(modules: Modules, { settings, env, logger }: StartOptions): Promise<RunningCollector> {
  await using undo = new AsyncDisposableStack();
  const { clock, random } = modules;
  const config = await modules.openConfig(settings.destinationsFile, env);
  const store = await modules.openStore(settings);
  undo.defer(() => store.close());
  const depth = createQueueDepth(await store.pendingCount());
  const metrics = buildMetrics(modules, { settings, depth });
  const settler = createSettler({ store, metrics, logger, clock, depth });
  const concurrency = settings.destinationConcurrency;
  const worker: WorkerDeps = { store, settler, metrics, logger, clock, random, concurrency };
  const orphans = createOrphans({ ...worker, graceMs: settings.orphanGraceMs });
  const dispatcher = createDispatcher({ ...worker, orphans, openTransport: () => modules.openTransport(settings) });
  undo.defer(() => dispatcher.stop(AbortSignal.timeout(settings.shutdownTimeoutMs)));
  dispatcher.apply(config.current().destinations);
  const background = new AbortController();
  const reload = createReload({ config, dispatcher, metrics, logger });
  const hasChanged = () => config.hasChanged();
  const directory = dirname(settings.destinationsFile);
  const tasks = [modules.watch({ directory, hasChanged, clock, onChange: reload, signal: background.signal })];
  undo.defer(async () => {
    background.abort();
    await Promise.race([Promise.allSettled(tasks), clock.sleep(settings.shutdownTimeoutMs)]);
  });
  const app = buildServer({ config, depth, dispatcher, worker, settings, stopping: background.signal });
  undo.defer(() => closeServer(app, settings.shutdownTimeoutMs, clock));
  const address = await modules.listen(app, settings);
  undo.defer(() => background.abort());
  const destinationNames = () => config.current().destinations.map(({ name }) => name);
  const { dedupRetentionMs } = settings;
  tasks.push(
    runMaintenance({ worker, clock, depth, orphans, dedupRetentionMs, destinationNames }, background.signal),
    runBackups(modules.backUp, { settings, store, metrics, logger, clock }, background.signal),
  );
  const stack = undo.move();
  return { address, reload, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

interface MetricsParts {
  settings: Settings;
  depth: QueueDepth;
}

interface ServerParts {
  config: ConfigSource;
  depth: QueueDepth;
  dispatcher: Dispatcher;
  worker: WorkerDeps;
  settings: Settings;
  stopping: AbortSignal;
}

function buildServer({ config, depth, dispatcher, worker, settings, stopping }: ServerParts): Server {
  const { store, metrics, logger, clock } = worker;
  const { apiToken, maxBodyBytes, requestTimeoutMs, queueLimit } = settings;
  const destinations = () => config.current().destinations;
  const onStored = (names: ReadonlySet<string>) => dispatcher.wake(names);
  const ingest = createIngest({ store, metrics, logger, clock, depth, queueLimit, destinations, onStored });
  const health = createHealth({
    clock,
    configError: () => config.problem(),
    failingDestinations: () => dispatcher.failing(),
    checkStore: () => store.check(),
  });
  const isStopping = () => stopping.aborted;
  const refusalLimit = createLogLimit(clock);
  const limits = { maxBodyBytes, requestTimeoutMs, refusalLimit };
  return createServer({ ingest, health, metrics, logger, apiToken, ...limits, isStopping });
}

function buildMetrics({ createMetrics, modifiedAt }: Modules, { settings, depth }: MetricsParts): Metrics {
  const { backupDir, dataDir, destinationsFile } = settings;
  const metrics = createMetrics({
    queueDepth: () => depth.current(),
    configModifiedAt: () => modifiedAt(destinationsFile),
    backupSucceededAt: backupDir === undefined ? undefined : () => readLastSuccess(dataDir),
  });
  metrics.initialiseErrors();
  return metrics;
}
