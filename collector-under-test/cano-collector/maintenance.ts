import type { Clock } from './clock.ts';
import { dropOrphans } from './delivery/orphans.ts';
import type { QueueDepth } from './delivery/queue-depth.ts';
import type { WorkerDeps } from './delivery/worker.ts';

/** What the housekeeping works with. */
export interface MaintenanceDeps {
  worker: WorkerDeps;
  clock: Clock;
  depth: QueueDepth;
  dedupRetentionMs: number;
  destinationNames: () => string[];
}

const everyMs = 5_000;
const pruneEvery = 12;
const pruneLimit = 5_000;

/** Corrects the queue depth, and now and then forgets old transitions, until the signal aborts. */
export async function runMaintenance(deps: MaintenanceDeps, signal: AbortSignal): Promise<void> {
  const { worker, clock, depth } = deps;
  for (let round = 1; ; round += 1) {
    await clock.sleep(everyMs, signal);
    if (signal.aborted) return;
    try {
      depth.set(await worker.store.pendingCount());
      if (round % pruneEvery === 0) await tidy(deps);
    } catch (error) {
      worker.logger.error({ error: String(error) }, 'store failed during maintenance');
    }
  }
}

async function tidy({ worker, clock, dedupRetentionMs, destinationNames }: MaintenanceDeps): Promise<void> {
  await dropOrphans(destinationNames(), worker);
  await worker.store.prune(clock.now() - dedupRetentionMs, pruneLimit);
}
