import type { Wake } from './wake.ts';
import type { WorkerDeps } from './worker.ts';

const everyMs = 1_000;

/**
 * Wakes those whom something is due for, now, every second and whenever rung, until the signal aborts. One question to the
 * store does for all destinations, however many there are.
 */
export async function pollDue(
  { store, clock, logger }: Pick<WorkerDeps, 'store' | 'clock' | 'logger'>,
  { bell, wake, signal }: { bell: Wake; wake: (destinations: readonly string[]) => void; signal: AbortSignal },
): Promise<void> {
  signal.addEventListener('abort', () => bell.ring(), { once: true });
  while (!signal.aborted) {
    try {
      wake(await store.destinationsDue(clock.now()));
    } catch (error) {
      logger.error({ error: String(error) }, 'store failed to tell what is due');
    }
    await bell.wait(everyMs);
  }
}
