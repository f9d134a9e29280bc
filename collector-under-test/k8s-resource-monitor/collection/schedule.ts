import type { Clock } from '../clock.ts';
import type { Collector } from './collector.ts';

/**
 * Collects at once and then on an interval, counted from the beginning of each collection; what fails is tried again the
 * next time. Disposing of it waits for the collection that is under way.
 */
export function scheduleCollections(collector: Collector, intervalMs: number, clock: Clock): AsyncDisposable {
  const stop = new AbortController();
  const running = (async () => {
    while (!stop.signal.aborted) {
      const begun = clock.monotonic();
      await collector.collect().catch(() => undefined);
      await clock.sleep(begun + intervalMs - clock.monotonic(), stop.signal);
    }
  })();
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
    },
  };
}
