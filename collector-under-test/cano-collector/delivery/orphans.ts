import type { WorkerDeps } from './worker.ts';

/** Looks after deliveries that wait for destinations which are configured no more. */
export interface Orphans {
  /** Keeps them for a while, since a destination may have been left out by mistake, and then gives them up. */
  check(configured: readonly string[]): Promise<void>;
}

type OrphansDeps = WorkerDeps & { graceMs: number };

const chunk = 500;
const leaseMs = 60_000;

/** Builds it; a destination's time begins when it is first found missing, so a restart begins it anew. */
export function createOrphans(deps: OrphansDeps): Orphans {
  const { store, metrics, logger, clock, graceMs } = deps;
  const missingSince = new Map<string, number>();
  return {
    async check(configured) {
      const known = new Set(configured);
      const waitedFor = await store.destinationsDue(Number.MAX_SAFE_INTEGER);
      const orphaned = waitedFor.filter((name) => !known.has(name));
      const now = clock.monotonic();
      const still = new Set(orphaned);
      for (const name of missingSince.keys()) if (!still.has(name)) missingSince.delete(name);
      const fresh = orphaned.filter((name) => !missingSince.has(name));
      for (const name of fresh) missingSince.set(name, now);
      const expired = orphaned.filter((name) => now - (missingSince.get(name) ?? now) >= graceMs);
      metrics.destinationsOrphaned(orphaned.length - expired.length);
      if (graceMs > 0 && fresh.length > 0)
        logger.warn({ count: fresh.length, first: fresh[0], graceMs }, 'keeping deliveries of removed destinations');
      if (expired.length > 0) await giveUp(expired, deps);
    },
  };
}

async function giveUp(destinations: readonly string[], { store, settler, clock, logger }: WorkerDeps): Promise<void> {
  const never = new AbortController().signal;
  for (;;) {
    const ids = await store.claimEvery(destinations, { limit: chunk, now: clock.now(), leaseMs });
    await Promise.all(ids.map((id) => settler.settle({ id, kind: 'given-up' }, never)));
    if (ids.length > 0) logger.warn({ count: ids.length }, 'dropped deliveries of removed destinations');
    if (ids.length < chunk) return;
  }
}
