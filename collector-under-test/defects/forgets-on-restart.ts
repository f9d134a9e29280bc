import { systemClock } from '../cano-collector/clock.ts';
import { runWithStore } from './delivery/change-store.ts';

await runWithStore(async (store) => {
  for (;;) {
    const all = { limit: 500, now: systemClock.now(), leaseMs: 60_000 };
    const names = await store.destinationsDue(Number.MAX_SAFE_INTEGER);
    const pending = await store.claimEvery(names, all);
    if (pending.length === 0) return {};
    await store.settle(pending.map((id) => ({ id, kind: 'given-up' })));
  }
});
