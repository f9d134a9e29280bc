import { composeCollector } from '../../cano-collector/compose.ts';
import { runCollector } from '../../cano-collector/run.ts';
import { openStore } from '../../cano-collector/store/open-store.ts';
import type { Store } from '../../cano-collector/store/store.ts';

/** Runs the collector as this process, with some of what its store does replaced. */
export async function runWithStore(change: (store: Store) => Partial<Store> | Promise<Partial<Store>>): Promise<void> {
  const open: typeof openStore = async (settings) => {
    const store = await openStore(settings);
    return { ...store, ...(await change(store)) };
  };
  await runCollector(composeCollector({ openStore: open }));
}
