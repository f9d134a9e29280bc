import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../clock.ts';
import type { Destination } from '../config/schema.ts';
import { createSend } from '../destinations/send.ts';
import type { Transport } from '../destinations/transport.ts';
import { dropOrphans } from './orphans.ts';
import { startWorker } from './worker.ts';
import type { Worker, WorkerDeps } from './worker.ts';

/** Runs one worker for each configured destination. */
export interface Dispatcher {
  /** Starts, replaces and stops workers to match the destinations. */
  apply(destinations: readonly Destination[]): Promise<void>;
  wake(): void;
  /** Names of destinations whose last attempts all failed. */
  failing(): string[];
  stop(signal: AbortSignal): Promise<void>;
}

interface Entry {
  destination: Destination;
  transport: Transport;
  worker: Worker;
}

const failingAfter = 3;

/** Builds a dispatcher without destinations. */
export function createDispatcher(deps: WorkerDeps & { openTransport: () => Transport; clock: Clock }): Dispatcher {
  const entries = new Map<string, Entry>();
  const start = (destination: Destination): void => {
    const transport = deps.openTransport();
    deps.metrics.initialiseDestination({ destination: destination.name, type: destination.type });
    const worker = startWorker(destination, createSend(destination, transport.fetch, deps.clock), deps);
    entries.set(destination.name, { destination, transport, worker });
  };
  const retire = async (entry: Entry, signal: AbortSignal): Promise<void> => {
    await entry.worker.stop(signal);
    await entry.transport[Symbol.asyncDispose]();
  };
  return {
    async apply(destinations) {
      const wanted = new Map(destinations.map((destination) => [destination.name, destination]));
      const outdated = [...entries.values()].filter(
        ({ destination }) => !isDeepStrictEqual(destination, wanted.get(destination.name)),
      );
      for (const { destination } of outdated) entries.delete(destination.name);
      for (const destination of wanted.values()) if (!entries.has(destination.name)) start(destination);
      const retired = outdated.map((entry) => retire(entry, AbortSignal.timeout(entry.destination.timeoutMs)));
      await Promise.all(retired);
      await dropOrphans([...wanted.keys()], deps);
    },
    wake: () => entries.forEach(({ worker }) => worker.wake()),
    failing: () =>
      [...entries.values()]
        .filter(({ worker }) => worker.consecutiveFailures() >= failingAfter)
        .map(({ destination }) => destination.name),
    async stop(signal) {
      await Promise.all([...entries.values()].map((entry) => retire(entry, signal)));
    },
  };
}
