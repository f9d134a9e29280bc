import type { Clock } from '../clock.ts';

/** Lets every promise that can settle do so. */
export const turn = async (): Promise<void> => {
  for (let round = 0; round < 3; round += 1) await new Promise((resolve) => setImmediate(resolve));
};

type Sleeper = { readonly due: number; readonly wake: () => void };

/** A clock that moves only when told to. */
export class FakeClock implements Clock {
  /** How long every sleep so far was asked for. */
  readonly sleeps: number[] = [];
  readonly #start: number;
  readonly #sleepers = new Set<Sleeper>();
  #elapsed = 0;

  constructor(start: number) {
    this.#start = start;
  }

  now(): number {
    return this.#start + this.#elapsed;
  }

  monotonic(): number {
    return this.#elapsed;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.sleeps.push(ms);
    signal?.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const sleeper = { due: this.#elapsed + Math.max(0, ms), wake: resolve };
      this.#sleepers.add(sleeper);
      const abort = (): void => {
        this.#sleepers.delete(sleeper);
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  /** Moves on by `ms`, waking the sleeps that end on the way, each at its own moment. */
  async advance(ms: number): Promise<void> {
    const moment = this.#elapsed + ms;
    await turn();
    await this.#wakeUntil(moment);
    this.#elapsed = moment;
  }

  /** Moves on from sleep to sleep until `work` is settled, and gives what it gives. */
  async drive<T>(work: Promise<T>): Promise<T> {
    const state: { isSettled: boolean } = { isSettled: false };
    const settle = (): void => {
      state.isSettled = true;
    };
    work.then(settle, settle);
    await turn();
    while (!state.isSettled) {
      const dues = [...this.#sleepers].map(({ due }) => due);
      if (dues.length === 0) throw new Error('the work waits for something that is no sleep');
      await this.#wakeUntil(Math.min(...dues));
      await turn();
    }
    return await work;
  }

  async #wakeUntil(moment: number): Promise<void> {
    const next = [...this.#sleepers].filter(({ due }) => due <= moment).sort((a, b) => a.due - b.due)[0];
    if (next === undefined) return;
    this.#elapsed = Math.max(this.#elapsed, next.due);
    this.#sleepers.delete(next);
    next.wake();
    await turn();
    await this.#wakeUntil(moment);
  }
}

/** Makes a clock that stands at `start` until it is advanced. */
export const fakeClock = (start = 1_000_000): FakeClock => new FakeClock(start);

/** Makes a clock whose sleeps end at once, having taken exactly as long as asked, and `lateMs` longer. */
export const instantClock = (start = 1_000_000, lateMs: () => number = () => 0): Clock & { sleeps: number[] } => {
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
  };
};
