import { HarnessError } from './harness-error.ts';

/** Gives the body of a GET as parsed JSON; throws `OBSERVER_UNREACHABLE` unless it is answered with 200 in time. */
export const getJson = async (url: string, timeoutMs = 5_000): Promise<unknown> => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    if (response.status === 200) return await response.json();
    throw new Error(`status ${response.status}: ${(await response.text()).slice(0, 300)}`);
  } catch (cause) {
    const got = cause instanceof Error ? cause.message : String(cause);
    throw new HarnessError('OBSERVER_UNREACHABLE', {
      what: 'no answer',
      where: url,
      expected: 'status 200',
      got,
      cause,
    });
  }
};
