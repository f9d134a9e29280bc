import { systemClock } from '../cano-collector/clock.ts';
import type { NewTransition } from '../cano-collector/store/store.ts';
import { runWithStore } from './delivery/change-store.ts';

const saveEveryMs = 1_000;

// What was acknowledged is only in memory until the next save.
await runWithStore((store) => {
  let unsaved: NewTransition[] = [];
  const save = async (): Promise<void> => {
    const saving = unsaved;
    unsaved = [];
    if (saving.length > 0) await store.append(saving, systemClock.now());
  };
  const closing = new AbortController();
  const keepSaving = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      await systemClock.sleep(saveEveryMs, closing.signal);
      await save().catch(() => undefined);
    }
  };
  const saved = keepSaving();
  return {
    append: (transitions) => Promise.resolve(transitions.map((one) => unsaved.push(one) > 0)),
    async close() {
      closing.abort();
      await saved;
      await store.close();
    },
  };
});
