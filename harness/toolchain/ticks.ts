import type { Clock } from '../core/index.ts';

/** Runs `work`, and `tick` every `everyMs` until it ends. A tick that throws is passed over. */
export const withTicks = async <T>(
  work: () => Promise<T>,
  { everyMs, clock, tick }: { everyMs: number; clock: Clock; tick: () => Promise<void> | void },
): Promise<T> => {
  const done = new AbortController();
  const ticking = (async () => {
    for (;;) {
      await clock.sleep(everyMs, done.signal);
      await Promise.try(tick).catch(() => undefined);
    }
  })().catch(() => undefined);
  try {
    return await work();
  } finally {
    done.abort();
    await ticking;
  }
};
