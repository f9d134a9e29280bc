/** A rule over the increase of a counter, and how often that is scraped. */
export type RateSettings = {
  readonly threshold: number;
  readonly windowMs: number;
  readonly scrapeIntervalMs: number;
  /** `window` for `increase()`, whose threshold counts the events of the window; `second` by default. */
  readonly per?: 'second' | 'window';
};

/**
 * The time, in ms, from the first to the last sample of a window, at the least: a window is open on the left, so one of
 * W holds floor(W / scrape) samples and sometimes one more; but a sample is dated by the beginning of its scrape and
 * there only after its end, so an evaluation in between misses the newest. 0 where a window can be without a rate.
 */
export const sampledMs = ({ windowMs, scrapeIntervalMs }: RateSettings): number =>
  Math.max(0, Math.floor(windowMs / scrapeIntervalMs) - 2) * scrapeIntervalMs;

/**
 * Least and most that `rate()` or `increase()` makes of `count` events between the samples of a window, for a series
 * that has been scraped for a whole window. Prometheus extrapolates the increase from the sampled time to the window's
 * ends, but not past the point where a counter would be under zero (promql/functions.go, extrapolatedRate): by a factor
 * from 1 to window / sampled time. A younger series has fewer samples, and a factor up to 1 + 2.1 / (samples − 1).
 */
export const rateValue = (count: number, settings: RateSettings): { least: number; most: number } => {
  const { windowMs, per = 'second' } = settings;
  const unitMs = per === 'second' ? 1000 : windowMs;
  return { least: (count * unitMs) / windowMs, most: (count * unitMs) / sampledMs(settings) };
};

/**
 * How often a series must have been scraped before the first event, so that events which are a share of the threshold
 * unextrapolated stay under it: with n samples and the one after the event the factor is at most 1 + 2.1 / n.
 */
export const youngestUnder = (share: number): number => Math.floor(2.1 / (1 / share - 1)) + 1;

/** Prometheus sums floats in another order, so what is this near to a threshold may be on either side of it. */
const noise = 1e-9;

/** The fewest events that some extrapolation can put over the threshold, and that every extrapolation puts over it. */
export const countsOver = (settings: RateSettings): { possible: number; sure: number } => {
  const { threshold } = settings;
  return {
    possible: fewestOver(threshold * (1 - noise), (count) => rateValue(count, settings).most),
    sure: fewestOver(threshold * (1 + noise), (count) => rateValue(count, settings).least),
  };
};

/** The most events that no extrapolation puts at the threshold. */
export const countUnder = (settings: RateSettings): number => countsOver(settings).possible - 1;

const fewestOver = (threshold: number, valueOf: (count: number) => number): number => {
  let count = Math.max(1, Math.floor(threshold / valueOf(1)));
  while (valueOf(count) <= threshold) count += 1;
  return count;
};
