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
 * W holds floor(W / scrape) samples and sometimes one more. Under two samples there is no rate, and this is 0.
 */
export const sampledMs = ({ windowMs, scrapeIntervalMs }: RateSettings): number =>
  Math.max(0, Math.floor(windowMs / scrapeIntervalMs) - 1) * scrapeIntervalMs;

/**
 * Least and most that `rate()` or `increase()` makes of `count` events between the samples of a full window. Prometheus
 * extrapolates the increase from the sampled time to the window's ends, but not past the point where a counter would be
 * under zero (promql/functions.go, extrapolatedRate): by a factor from 1 to window / sampled time.
 */
export const rateValue = (count: number, settings: RateSettings): { least: number; most: number } => {
  const { windowMs, per = 'second' } = settings;
  const unitMs = per === 'second' ? 1000 : windowMs;
  return { least: (count * unitMs) / windowMs, most: (count * unitMs) / sampledMs(settings) };
};

/** The fewest events that some extrapolation, and that every extrapolation, puts over the threshold. */
export const countsOver = (settings: RateSettings): { possible: number; sure: number } => {
  const { threshold } = settings;
  return {
    possible: fewestOver(threshold, (count) => rateValue(count, settings).most),
    sure: fewestOver(threshold, (count) => rateValue(count, settings).least),
  };
};

/** The most events that no extrapolation puts at the threshold. */
export const countUnder = (settings: RateSettings): number => {
  const { possible } = countsOver(settings);
  const isAt = rateValue(possible - 1, settings).most >= settings.threshold;
  return Math.max(0, isAt ? possible - 2 : possible - 1);
};

const fewestOver = (threshold: number, valueOf: (count: number) => number): number => {
  let count = Math.max(1, Math.floor(threshold / valueOf(1)));
  while (valueOf(count) <= threshold) count += 1;
  return count;
};
