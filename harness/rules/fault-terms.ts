import type { Term } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';
import { countsOver, rateValue, sampledMs, type RateSettings } from './rate-value.ts';

/** How a fault makes an expression move, on the subject's side; scrape and evaluation are added by the bounds. */
export type FaultTerms = { readonly crossing: Term[]; readonly drain: Term[] };

/** Terms of `up == 0`: none, as the next scrape tells, at once when it is refused and after its timeout when it hangs. */
export const upTerms = (): FaultTerms => ({ crossing: [], drain: [] });

/**
 * Terms of a rate or increase over a threshold, for events that come evenly from the fault's beginning to its removal,
 * the first at once. It is crossed by the first event that the most generous extrapolation puts over the threshold, at
 * the latest one event after the strictest does. It drains at the latest once the last event has left the window, and
 * at the earliest once only as many are left as are surely over the threshold, less those before the window's first
 * sample. Throws `DRILL_INVALID` for events too rare to stay over the threshold.
 */
export const rateTerms = (settings: RateSettings & { readonly eventsPerSecond: number }): FaultTerms => {
  const { windowMs, scrapeIntervalMs, eventsPerSecond, threshold } = settings;
  const apartMs = 1000 / eventsPerSecond;
  const spanMs = sampledMs(settings);
  if (spanMs === 0 || rateValue(Math.floor(spanMs / apartMs), settings).least <= threshold) {
    throw new HarnessError('DRILL_INVALID', {
      what: 'the events of a fault do not hold the expression over its threshold',
      expected: `more than ${threshold} in a window of ${windowMs} ms scraped every ${scrapeIntervalMs} ms`,
      got: `${eventsPerSecond} a second`,
    });
  }
  const { possible, sure } = countsOver(settings);
  const drainMs = Math.max(0, windowMs - scrapeIntervalMs - sure * apartMs);
  return {
    crossing: [{ name: 'window fill', earliestMs: (possible - 1) * apartMs, latestMs: sure * apartMs }],
    drain: [{ name: 'window drain', earliestMs: drainMs, latestMs: windowMs }],
  };
};

export type QuantileFault = {
  /** The quantile that the rule asks for, from 0 to 1; 0.95 by default. */
  readonly quantile?: number;
  readonly windowMs: number;
  /** How long a slow observation takes. */
  readonly slowMs: number;
  /** The least that a slow one takes, where they differ; `slowMs` by default. */
  readonly leastSlowMs?: number;
  /** The share of observations that are slow during the fault; all of them by default. */
  readonly slowShare?: number;
  /** Observations a second. */
  readonly perSecond: number;
};

/**
 * Terms of a quantile over a threshold, where from the fault on a share of observations takes `slowMs`: crossed at the
 * earliest when the first slow one ends, which is when it is observed, and at the latest when besides no observation
 * from before the fault is left in the window. After the removal fast ones may outweigh the slow ones at once; at the
 * latest the last slow one, which had just begun, ends and then leaves the window. Throws `DRILL_INVALID` for a share
 * that the quantile does not see.
 */
export const quantileTerms = (fault: QuantileFault): FaultTerms => {
  const { quantile = 0.95, windowMs, slowMs, leastSlowMs = slowMs, slowShare = 1, perSecond } = fault;
  if (slowShare <= 1 - quantile) {
    const expected = `more than ${Number((1 - quantile).toPrecision(6))}`;
    throw new HarnessError('DRILL_INVALID', { what: 'too few slow observations', expected, got: `${slowShare}` });
  }
  const apartMs = 1000 / (perSecond * slowShare);
  return {
    crossing: [
      { name: 'slow observation', earliestMs: leastSlowMs, latestMs: slowMs + apartMs },
      { name: 'window fill', earliestMs: 0, latestMs: windowMs },
    ],
    drain: [
      { name: 'slow observation', earliestMs: 0, latestMs: slowMs },
      { name: 'window drain', earliestMs: 0, latestMs: windowMs },
    ],
  };
};

/** Terms of an age over a threshold that is reached in `remainingMs` and renewed within `refreshMs`. */
export const ageTerms = ({ remainingMs, refreshMs }: { remainingMs: number; refreshMs: number }): FaultTerms => ({
  crossing: [{ name: 'ageing', earliestMs: remainingMs, latestMs: remainingMs }],
  drain: [{ name: 'renewal', earliestMs: 0, latestMs: refreshMs }],
});
