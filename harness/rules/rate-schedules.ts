import { rateRange } from './fault-terms.ts';

type RateSettings = { readonly threshold: number; readonly windowMs: number; readonly scrapeIntervalMs: number };

/**
 * Gives the most events in a window that no extrapolation puts over a rate's threshold, or undefined when those come to
 * less than 60 % of it.
 */
export const underThresholdCount = (settings: RateSettings): { count: number; share: number } | undefined => {
  const { threshold, windowMs, scrapeIntervalMs } = settings;
  const range = (count: number) => rateRange(count, windowMs, scrapeIntervalMs);
  let count = Math.ceil((threshold * windowMs) / 1000);
  while (count > 0 && range(count).most >= threshold) count -= 1;
  const share = range(count).least / threshold;
  return count > 0 && share >= 0.6 ? { count, share } : undefined;
};

/**
 * Gives offsets of events, in ms, that hold a rate over its threshold for less than `for` and long enough to be
 * evaluated: half of them at once, and half shortly before the first leave the window. The reason where that cannot be.
 */
export const shorterThanFor = (
  settings: RateSettings & { readonly forMs: number; readonly evaluationIntervalMs: number },
): { offsetsMs: number[]; trueForMs: { least: number; most: number } } | { reason: string } => {
  const { threshold, windowMs, scrapeIntervalMs, forMs, evaluationIntervalMs } = settings;
  const seenMs = scrapeIntervalMs + evaluationIntervalMs;
  if (threshold <= 0) return { reason: 'one event holds it over the threshold for its whole window' };
  if (forMs <= 2 * seenMs) return { reason: 'for is too short for its truth to be seen in it' };
  const needed = Math.floor((threshold * windowMs) / 1000) + 1;
  const lead = Math.ceil(needed / 2);
  const under = underThresholdCount(settings)?.count ?? 0;
  if (lead > under) return { reason: 'half of the events are over the threshold already' };
  // What is true for `width` on the subject's side is seen for up to a scrape longer or shorter.
  const width = (forMs - scrapeIntervalMs + seenMs) / 2;
  const second = Math.round(windowMs - width);
  const offsetsMs = Array.from({ length: 2 * lead }, (_, index) => (index < lead ? index : second + index - lead));
  return { offsetsMs, trueForMs: { least: width - scrapeIntervalMs, most: width + scrapeIntervalMs } };
};
