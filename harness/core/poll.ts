import type { Clock } from './clock.ts';
import { HarnessError } from './harness-error.ts';

export type PollOptions<T> = {
  /** What is waited for, in the words of the message when it does not come. */
  readonly what: string;
  readonly until: (value: T) => boolean;
  readonly everyMs: number;
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /** How the last value seen is put in the message. */
  readonly describe?: (value: T) => string;
};

/**
 * Calls `probe` every `everyMs` until `until` holds of its value, and gives that value.
 * Throws `TIMEOUT` with the last value after `timeoutMs`; what the probe throws is thrown on.
 */
export const poll = async <T>(probe: () => Promise<T> | T, options: PollOptions<T>): Promise<T> => {
  const { what, until, everyMs, timeoutMs, clock, signal, describe = String } = options;
  const deadline = clock.monotonic() + timeoutMs;
  for (;;) {
    signal?.throwIfAborted();
    const value = await probe();
    if (until(value)) return value;
    if (clock.monotonic() + everyMs > deadline) {
      throw new HarnessError('TIMEOUT', { what, expected: `within ${timeoutMs} ms`, got: describe(value) });
    }
    await clock.sleep(everyMs, signal);
  }
};
