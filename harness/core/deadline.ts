import type { Clock } from './clock.ts';
import { HarnessError } from './harness-error.ts';

/**
 * Runs `work` and throws `code` when it has not ended `timeoutMs` after it was called, or after `from` has resolved; `work` is
 * told by its signal.
 */
export const withDeadline = async <T>(
  work: (signal: AbortSignal) => Promise<T>,
  options: {
    what: string;
    timeoutMs: number;
    clock: Clock;
    code?: 'TIMEOUT' | 'UNDO_FAILED';
    from?: Promise<unknown>;
  },
): Promise<T> => {
  const { what, timeoutMs, clock, code = 'TIMEOUT', from } = options;
  const expired = new AbortController();
  const done = new AbortController();
  const sleep = async (): Promise<void> => await clock.sleep(timeoutMs, done.signal);
  const watch = (from === undefined ? sleep() : from.then(sleep)).then(
    () => {
      const error = new HarnessError(code, { what, expected: `to end within ${timeoutMs} ms` });
      expired.abort(error);
      throw error;
    },
    () => undefined as never,
  );
  const outcome = work(expired.signal);
  outcome.catch(() => undefined);
  watch.catch(() => undefined);
  try {
    return await Promise.race([outcome, watch.then(() => outcome)]);
  } finally {
    done.abort();
  }
};
