import type { WorkerDeps } from './worker.ts';

const chunk = 500;
const leaseMs = 60_000;

/** Gives up the pending deliveries of destinations that are configured no more. */
export async function dropOrphans(configured: readonly string[], deps: WorkerDeps): Promise<void> {
  const { store, settler, clock, logger } = deps;
  const never = new AbortController().signal;
  for (;;) {
    const ids = await store.claimOrphans(configured, { limit: chunk, now: clock.now(), leaseMs });
    await Promise.all(ids.map((id) => settler.settle({ id, kind: 'given-up' }, never)));
    if (ids.length > 0) logger.warn({ count: ids.length }, 'dropped deliveries of removed destinations');
    if (ids.length < chunk) return;
  }
}
