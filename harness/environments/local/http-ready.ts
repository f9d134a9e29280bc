import { poll, type Clock } from '../../core/index.ts';

/** Gives the status of a GET, or a word for why there was none. */
export const httpStatus = async (url: string, timeoutMs = 1_000): Promise<number | 'unreachable'> => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 'unreachable';
  }
};

/** Resolves once `url` answers 200; throws `TIMEOUT` with the last answer. */
export const httpReady = async (
  url: string,
  options: { what: string; timeoutMs: number; clock: Clock; signal?: AbortSignal | undefined },
): Promise<void> => {
  await poll(() => httpStatus(url), { ...options, until: (status) => status === 200, everyMs: 25 });
};
