import type { Server } from 'node:net';
import { systemClock } from './clock.ts';
import { createCollector } from './collection/collector.ts';
import { scheduleCollections } from './collection/schedule.ts';
import { createElection } from './election/create-election.ts';
import type { ElectionDeps } from './election/create-election.ts';
import { listPods } from './kubernetes/list-pods.ts';
import { createNotifier } from './notifications/notifier.ts';
import { tellChanges } from './notifications/tell-changes.ts';
import type { Logger } from './logger.ts';
import { createMetrics } from './metrics/metrics.ts';
import { createReportCache } from './reports/report-cache.ts';
import { listen } from './server/listen.ts';
import type { Address } from './server/listen.ts';
import { createServer, serve } from './server/server.ts';
import type { Settings } from './settings.ts';
import { openStore } from './store/store.ts';

/** The parts a deployment uses, each of which can be replaced. */
const defaultModules = {
  clock: systemClock,
  createMetrics,
  openStore: (settings: Settings) => openStore(settings),
  listPods,
  createReportCache,
  createElection: (deps: ElectionDeps) => createElection(deps),
  createCollector,
  listen,
};
export type Modules = typeof defaultModules;

/** A monitor that listens and collects; disposing of it stops it gracefully. */
export interface RunningMonitor extends AsyncDisposable {
  address: Address;
}

/** A monitor ready to start. */
export type Monitor = (settings: Settings, logger: Logger) => Promise<RunningMonitor>;

/** Puts the monitor together, with some of its modules replaced. */
export function composeMonitor(overrides: Partial<Modules> = {}): Monitor {
  const modules = { ...defaultModules, ...overrides };
  return (settings, logger) => start(modules, settings, logger);
}

async function start(modules: Modules, settings: Settings, logger: Logger): Promise<RunningMonitor> {
  await using undo = new AsyncDisposableStack();
  const { clock } = modules;
  const app = createServer();
  const store = modules.openStore(settings);
  undo.defer(() => store.close());
  const reports = undo.use(modules.createReportCache(settings.reportIdleMs, clock));
  const { kubernetes } = settings;
  const list = (withinMs: number) =>
    modules.listPods({ ...kubernetes, timeoutMs: Math.min(kubernetes.timeoutMs, Math.ceil(withinMs)) });
  const highestTokenBut = (holder: string) => store.highestTokenBut(holder);
  const election = undo.use(modules.createElection({ settings, clock, logger, highestTokenBut }));
  const metrics = modules.createMetrics({
    connections: () => countConnections(app.server),
    lead: () => settings.election && { name: settings.election.name, leads: election.current() !== undefined },
  });
  const notifier = undo.use(createNotifier(settings.notifications, logger));
  const collecting = modules.createCollector({ listPods: list, election, store, metrics, clock, logger });
  const collector = tellChanges(collecting, notifier);
  undo.defer(() => app.close());
  serve(app, { store, collector, metrics, reports, clock, prometheusUrl: settings.prometheusUrl });
  const address = await modules.listen(app, settings);
  undo.use(scheduleCollections(collector, settings.collectionIntervalMs, clock));
  const stack = undo.move();
  return { address, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

const countConnections = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
  });
