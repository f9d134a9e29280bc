import { poll, type Clock } from '../../core/index.ts';
import type { Watched } from '../watched.ts';

/** Gives the status of a GET, or a word for why there was none. */
const httpStatus = async (url: string, timeoutMs = 1_000): Promise<number | 'unreachable'> => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 'unreachable';
  }
};

type Ready = {
  readonly what: string;
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

/** Resolves once a program answers 200 at `url`; throws `TIMEOUT` with the last answer, `PROCESS_EXITED` when it ends. */
export const childReady = async (child: Watched, url: string, { signal, ...options }: Ready): Promise<void> => {
  await child.whileRunning('starting', async (ended) => {
    const until = (status: number | 'unreachable'): boolean => status === 200;
    await poll(() => httpStatus(url), { ...options, until, everyMs: 25, signal: AbortSignal.any([ended, signal]) });
  });
};
