import type { Clock } from './clock.ts';
import { HarnessError } from './harness-error.ts';

/** Runs `work` and throws `code` when it has not ended after `timeoutMs`; `work` is told by its signal. */
export const withDeadline = async <T>(
  work: (signal: AbortSignal) => Promise<T>,
  options: { what: string; timeoutMs: number; clock: Clock; code?: 'TIMEOUT' | 'UNDO_FAILED' },
): Promise<T> => {
  const { what, timeoutMs, clock, code = 'TIMEOUT' } = options;
  const expired = new AbortController();
  const done = new AbortController();
  const watch = clock.sleep(timeoutMs, done.signal).then(
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
