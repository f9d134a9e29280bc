import type { Term } from '../contract/index.ts';

/** How a fault makes an expression move, on the subject's side; scrape and evaluation are added by the bounds. */
export type FaultTerms = { readonly crossing: Term[]; readonly drain: Term[] };

/** Least and most that `rate()` can make of `count` increases in a window of `windowMs`, a second. */
export const rateRange = (
  count: number,
  windowMs: number,
  scrapeIntervalMs: number,
): { least: number; most: number } => ({
  // Prometheus extrapolates from the first and last sample to the window's ends, except below zero.
  least: (count * 1000) / windowMs,
  most: (count * 1000) / (windowMs - scrapeIntervalMs),
});

type RateInput = {
  readonly threshold: number;
  readonly windowMs: number;
  readonly scrapeIntervalMs: number;
  readonly eventsPerSecond: number;
};

/**
 * Terms of a rate over a threshold, for events that come evenly from the fault's beginning to its removal, the first at
 * once. It is crossed by the first event count that the most generous extrapolation puts over the threshold, at the
 * latest one event after the strictest does; it drains when the events leave the window.
 */
export const rateTerms = ({ threshold, windowMs, scrapeIntervalMs, eventsPerSecond }: RateInput): FaultTerms => {
  const apartMs = 1000 / eventsPerSecond;
  const first = firstCount((count) => rateRange(count, windowMs, scrapeIntervalMs).most > threshold);
  const sure = firstCount((count) => rateRange(count, windowMs, scrapeIntervalMs).least > threshold);
  const stillOver = sure * apartMs;
  return {
    crossing: [{ name: 'window fill', earliestMs: (first - 1) * apartMs, latestMs: sure * apartMs }],
    drain: [
      {
        name: 'window drain',
        earliestMs: Math.max(0, windowMs - scrapeIntervalMs - stillOver),
        latestMs: windowMs + apartMs,
      },
    ],
  };
};

const firstCount = (isOver: (count: number) => boolean): number => {
  let count = 1;
  while (!isOver(count)) count += 1;
  return count;
};

/**
 * Terms of a quantile over a threshold, where from the fault on every observation takes `slowMs`: crossed at the earliest
 * when the first slow one ends, at the latest when no fast one is left in the window; drained once no slow one is left,
 * the last of which may have just begun.
 */
export const quantileTerms = ({
  windowMs,
  slowMs,
  perSecond,
}: {
  windowMs: number;
  slowMs: number;
  perSecond: number;
}): FaultTerms => ({
  crossing: [
    { name: 'slow observation', earliestMs: slowMs, latestMs: slowMs + 1000 / perSecond },
    { name: 'window fill', earliestMs: 0, latestMs: windowMs },
  ],
  drain: [{ name: 'window drain', earliestMs: 0, latestMs: windowMs }],
});

/** Terms of an age over a threshold that is reached in `remainingMs` and renewed within `refreshMs`. */
export const ageTerms = ({ remainingMs, refreshMs }: { remainingMs: number; refreshMs: number }): FaultTerms => ({
  crossing: [{ name: 'ageing', earliestMs: remainingMs, latestMs: remainingMs }],
  drain: [{ name: 'renewal', earliestMs: 0, latestMs: refreshMs }],
});
