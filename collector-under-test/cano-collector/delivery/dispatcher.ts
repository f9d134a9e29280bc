import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../clock.ts';
import type { Destination } from '../config/schema.ts';
import { createSend } from '../destinations/send.ts';
import type { Transport } from '../destinations/transport.ts';
import type { Orphans } from './orphans.ts';
import { pollDue } from './poll-due.ts';
import { createWake } from './wake.ts';
import { startWorker } from './worker.ts';
import type { Worker, WorkerDeps } from './worker.ts';

/** Runs a worker for each destination that there was something for. */
export interface Dispatcher {
  /** Delivers to these destinations from now on; workers that are outdated finish meanwhile. */
  apply(destinations: readonly Destination[]): void;
  /** Says that there may be something to deliver to these. */
  wake(destinations: ReadonlySet<string>): void;
  /** Names of destinations whose last attempts all failed. */
  failing(): string[];
  stop(signal: AbortSignal): Promise<void>;
}

interface Entry {
  destination: Destination;
  /** Missing until there is something to deliver. */
  running?: Running;
}

interface Running {
  transport: Transport;
  worker: Worker;
}

type DispatcherDeps = WorkerDeps & { openTransport: () => Transport; clock: Clock; orphans: Orphans };

const failingAfter = 3;

/** Builds a dispatcher without destinations. */
export function createDispatcher(deps: DispatcherDeps): Dispatcher {
  const entries = new Map<string, Entry>();
  const cleanups = new Set<Promise<void>>();
  const ending = new AbortController();
  const cleanUp = async (outdated: readonly Entry[]): Promise<void> => {
    const within = ({ timeoutMs }: Destination) => AbortSignal.any([AbortSignal.timeout(timeoutMs), ending.signal]);
    await Promise.all(outdated.map((entry) => retire(entry, within(entry.destination))));
    for (const { destination } of outdated) forget(destination, entries, deps);
    if (!ending.signal.aborted) await deps.orphans.check([...entries.keys()]);
  };
  const bell = createWake(deps.clock);
  const stopping = new AbortController();
  const wake = (names: Iterable<string>): void => {
    for (const name of stopping.signal.aborted ? [] : names) wakeOne(entries.get(name), deps);
  };
  const polling = pollDue(deps, { bell, wake, signal: stopping.signal });
  return {
    apply(destinations) {
      const wanted = new Map(destinations.map((destination) => [destination.name, destination]));
      const outdated = [...entries.values()].filter(
        ({ destination }) => !isDeepStrictEqual(destination, wanted.get(destination.name)),
      );
      for (const { destination } of outdated) entries.delete(destination.name);
      for (const destination of wanted.values()) enter(destination, entries, deps);
      bell.ring();
      const done = cleanUp(outdated)
        .catch((error: unknown) => deps.logger.error({ error: String(error) }, 'store failed to drop deliveries'))
        .finally(() => cleanups.delete(done));
      cleanups.add(done);
    },
    wake,
    failing: () => [...entries.values()].filter(isFailing).map(({ destination }) => destination.name),
    async stop(signal) {
      stopping.abort();
      signal.addEventListener('abort', () => ending.abort(), { once: true });
      if (signal.aborted) ending.abort();
      await Promise.all([...[...entries.values()].map((entry) => retire(entry, signal)), ...cleanups, polling]);
    },
  };
}

function isFailing({ running }: Entry): boolean {
  return (running?.worker.consecutiveFailures() ?? 0) >= failingAfter;
}

function enter(destination: Destination, entries: Map<string, Entry>, { metrics }: WorkerDeps): void {
  const { name, type } = destination;
  if (entries.has(name)) return;
  metrics.initialiseDestination({ destination: name, type });
  entries.set(name, { destination });
}

function wakeOne(entry: Entry | undefined, deps: DispatcherDeps): void {
  if (entry === undefined) return;
  entry.running ??= launch(entry.destination, deps);
  entry.running.worker.wake();
}

function launch(destination: Destination, deps: DispatcherDeps): Running {
  const transport = deps.openTransport();
  const worker = startWorker(destination, createSend(destination, transport.fetch, deps.clock), deps);
  return { transport, worker };
}

async function retire({ running }: Entry, signal: AbortSignal): Promise<void> {
  await running?.worker.stop(signal);
  await running?.transport[Symbol.asyncDispose]();
}

/** Ends the series of a destination that is gone; one that only changed keeps its own. */
function forget({ name, type }: Destination, entries: ReadonlyMap<string, Entry>, { metrics }: WorkerDeps): void {
  if (entries.get(name)?.destination.type !== type) metrics.forgetDestination({ destination: name, type });
}
