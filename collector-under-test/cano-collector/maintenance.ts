import type { Clock } from './clock.ts';
import type { Orphans } from './delivery/orphans.ts';
import type { QueueDepth } from './delivery/queue-depth.ts';
import type { WorkerDeps } from './delivery/worker.ts';

/** What the housekeeping works with. */
export interface MaintenanceDeps {
  worker: WorkerDeps;
  clock: Clock;
  depth: QueueDepth;
  orphans: Orphans;
  dedupRetentionMs: number;
  destinationNames: () => string[];
}

const everyMs = 5_000;
const pruneEvery = 12;
const pruneLimit = 5_000;

/** Corrects the queue depth, looks after orphans, and now and then forgets old transitions, until the signal aborts. */
export async function runMaintenance(deps: MaintenanceDeps, signal: AbortSignal): Promise<void> {
  const { worker, clock, depth, orphans } = deps;
  for (let round = 1; ; round += 1) {
    await clock.sleep(everyMs, signal);
    if (signal.aborted) return;
    try {
      depth.set(await worker.store.pendingCount());
      await orphans.check(deps.destinationNames());
      if (round % pruneEvery === 0) await worker.store.prune(clock.now() - deps.dedupRetentionMs, pruneLimit);
    } catch (error) {
      worker.logger.error({ error: String(error) }, 'store failed during maintenance');
    }
  }
}
