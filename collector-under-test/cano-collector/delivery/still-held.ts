import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';

/** What a lease is checked with. */
interface Check {
  store: Pick<Store, 'held' | 'release'>;
  clock: Clock;
  /** When the delivery was asked for, by the monotonic clock. */
  claimedAt: number;
  signal: AbortSignal;
}

const freshMs = 1_000;
const retryMs = 500;

/**
 * Whether a delivery is still ours to send. One claimed just now is; for one that starts late, because the process
 * stood still meanwhile, the store is asked. What is ours no more, or cannot be found out, is handed back.
 */
export async function isStillHeld(id: number, { store, clock, claimedAt, signal }: Check): Promise<boolean> {
  if (clock.monotonic() - claimedAt <= freshMs) return true;
  while (!signal.aborted) {
    const asked = clock.monotonic();
    try {
      const isHeld = (await store.held([id])).length === 1;
      if (!isHeld) break;
      if (clock.monotonic() - asked <= freshMs) return true;
    } catch {
      await clock.sleep(retryMs, signal);
    }
  }
  await store.release([id]).catch(() => undefined);
  return false;
}
