import type { Clock } from '../clock.ts';

/** Says whether to log now: the number of records kept back since the last one, or undefined to keep this one back. */
export type LogLimit = () => number | undefined;

const everyMs = 1_000;

/** Lets one record through each second, so that an outage under load does not flood the log. */
export function createLogLimit(clock: Pick<Clock, 'monotonic'>): LogLimit {
  let next = Number.NEGATIVE_INFINITY;
  let suppressed = 0;
  return () => {
    const now = clock.monotonic();
    if (now < next) {
      suppressed += 1;
      return undefined;
    }
    next = now + everyMs;
    const kept = suppressed;
    suppressed = 0;
    return kept;
  };
}
