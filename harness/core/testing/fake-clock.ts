import type { Clock } from '../clock.ts';

/** A clock that moves only when told to, or on its own to the next sleep's end. */
export interface FakeClock extends Clock {
  /** Moves on by `ms`, waking the sleeps that end on the way, each at its own moment. */
  advance(ms: number): Promise<void>;
  /** How long every sleep so far was asked for. */
  readonly sleeps: readonly number[];
}

type Sleeper = { readonly due: number; readonly wake: () => void };

/** Lets every promise that can settle do so. */
export const turn = async (): Promise<void> => {
  for (let round = 0; round < 3; round += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** Makes a clock that stands at `start` until it is advanced. */
export const fakeClock = (start = 1_000_000): FakeClock => {
  let elapsed = 0;
  const sleeps: number[] = [];
  const sleepers = new Set<Sleeper>();
  const wakeAt = async (moment: number): Promise<void> => {
    const [next] = [...sleepers].filter(({ due }) => due <= moment).sort((a, b) => a.due - b.due);
    if (next === undefined) return;
    elapsed = Math.max(elapsed, next.due);
    sleepers.delete(next);
    next.wake();
    await turn();
    await wakeAt(moment);
  };
  return {
    sleeps,
    now: () => start + elapsed,
    monotonic: () => elapsed,
    sleep: async (ms, signal) => {
      sleeps.push(ms);
      signal?.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        const sleeper = { due: elapsed + Math.max(0, ms), wake: resolve };
        sleepers.add(sleeper);
        const abort = (): void => {
          sleepers.delete(sleeper);
          reject(signal?.reason as Error);
        };
        signal?.addEventListener('abort', abort, { once: true });
      });
    },
    async advance(ms) {
      const moment = elapsed + ms;
      await turn();
      await wakeAt(moment);
      elapsed = moment;
    },
  };
};

/** Makes a clock whose sleeps end at once, having taken exactly as long as asked, and `lateMs` longer. */
export const instantClock = (start = 1_000_000, lateMs: () => number = () => 0): FakeClock => {
  let elapsed = 0;
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => start + elapsed,
    monotonic: () => elapsed,
    sleep: async (ms, signal) => {
      sleeps.push(ms);
      signal?.throwIfAborted();
      elapsed += Math.max(0, ms) + lateMs();
      await turn();
      signal?.throwIfAborted();
    },
    advance: async (ms) => {
      elapsed += ms;
      await turn();
    },
  };
};
