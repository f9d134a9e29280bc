/** Time as an argument. */
export interface Clock {
  /** Milliseconds from an arbitrary origin, never going back. */
  monotonic(): number;
  /** Resolves after `ms`. */
  sleep(ms: number): Promise<void>;
}

/** A number in [0, 1). */
export type Random = () => number;

/** The machine's own clock. */
export const systemClock: Clock = {
  monotonic: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** The machine's own randomness. */
export const systemRandom: Random = () => Math.random();
