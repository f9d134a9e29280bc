import { formatDuration } from '../core/index.ts';
import { countsOver, countUnder, rateValue, sampledMs, youngestUnder, type RateSettings } from './rate-value.ts';

export type UnderThreshold = {
  readonly count: number;
  readonly share: { readonly least: number; readonly most: number };
  readonly scrapesBefore: number;
};

/** The least share of the threshold that counts as just under it. */
const leastShare = 0.6;

/**
 * Gives the most events in a window that no extrapolation puts at a rate's threshold, and the share of it that the
 * expression reaches with them in a full window; undefined when that can be less than 60 %, or one event is over the
 * threshold already. A younger series is extrapolated further: it stays under the threshold too if it was scraped
 * `scrapesBefore` times before the first event.
 */
export const underThresholdCount = (settings: RateSettings): UnderThreshold | undefined => {
  const { threshold } = settings;
  if (threshold <= 0 || sampledMs(settings) === 0) return undefined;
  const count = countUnder(settings);
  const { least, most } = rateValue(count, settings);
  const share = { least: least / threshold, most: most / threshold };
  return count > 0 && share.least >= leastShare
    ? { count, share, scrapesBefore: youngestUnder(share.least) }
    : undefined;
};

export type Schedule = {
  /** When each event happens after the beginning, in ms. */
  readonly offsetsMs: number[];
  /** For how long samples of Prometheus' show the expression true. */
  readonly trueForMs: { readonly min: number; readonly max: number };
};

/**
 * Gives events that hold a rate over its threshold for less than `for`, and long enough to be evaluated: half of them at
 * once, and half `width` before the first leave the window. An event counts from the scrape after it until the scrape
 * before it leaves the window, so the expression is seen true for `width` at the most, and for two scrapes less at the
 * least. `width` lies midway between what is surely evaluated and what would fire. The reason where that cannot be.
 */
export const shorterThanFor = (
  settings: RateSettings & { readonly forMs: number; readonly evaluationIntervalMs: number },
): Schedule | { reason: string } => {
  const { threshold, windowMs, scrapeIntervalMs, forMs, evaluationIntervalMs } = settings;
  if (threshold <= 0) return { reason: 'one event holds it over the threshold for its whole window' };
  if (sampledMs(settings) === 0) return { reason: 'its window holds fewer than three scrapes' };
  const half = Math.ceil(countsOver(settings).sure / 2);
  if (half > countUnder(settings)) return { reason: 'half of the events are over the threshold already' };
  const spreadMs = half - 1;
  const seenMs = 2 * scrapeIntervalMs + evaluationIntervalMs + spreadMs;
  const mostMs = Math.min(forMs, windowMs) - spreadMs;
  if (seenMs >= mostMs)
    return {
      reason: `for ${formatDuration(forMs)} is over before ${formatDuration(seenMs)}, which it takes to be seen`,
    };
  const widthMs = Math.round((seenMs + mostMs) / 2);
  const second = windowMs - widthMs;
  return {
    offsetsMs: Array.from({ length: 2 * half }, (_, index) => (index < half ? index : second + index - half)),
    trueForMs: { min: widthMs - 2 * scrapeIntervalMs - spreadMs, max: widthMs + spreadMs },
  };
};
