import { composeCollector } from '../cano-collector/compose.ts';
import { openConfig } from '../cano-collector/config/config-source.ts';
import { runCollector } from '../cano-collector/run.ts';
import { openStore } from '../cano-collector/store/open-store.ts';
import type { Store } from '../cano-collector/store/store.ts';

const stores: Store[] = [];

/** Gives up all that waits and is not being sent. */
async function forget(store: Store): Promise<void> {
  const names = await store.destinationsDue(Number.MAX_SAFE_INTEGER);
  const ids = await store.claimEvery(names, { limit: 100_000, now: Date.parse('2100-01-01'), leaseMs: 1_000 });
  await store.settle(ids.map((id) => ({ id, kind: 'given-up' })));
}

await runCollector(
  composeCollector({
    async openStore(settings) {
      const store = await openStore(settings);
      stores.push(store);
      return store;
    },
    async openConfig(file, env) {
      const config = await openConfig(file, env);
      return {
        ...config,
        async reload() {
          const next = await config.reload();
          await Promise.all(stores.map(forget));
          return next;
        },
      };
    },
  }),
);
