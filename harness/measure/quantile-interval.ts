import type { LatencyHistogram } from '../contract/index.ts';
import { atRank, type LatencyBounds } from './at-rank.ts';
import { histogramTotal } from './histogram-total.ts';
import { incompleteBeta } from './incomplete-beta.ts';

/** The quantiles that are reported of latencies. */
export const reportedQuantiles = [0.5, 0.9, 0.95, 0.99, 0.999] as const;

/**
 * Gives an interval that holds a quantile of what the latencies are a sample of, with at least `confidence`, whatever their
 * distribution: the order statistics between which it lies by the binomial distribution (David and Nagaraja, Order
 * Statistics, 2003, section 7.1), in ms, outwards to the edges of their buckets. The latencies are taken as independent. None
 * where there are too few for it: the ranks that it needs are not there.
 */
export const quantileInterval = (
  histogram: LatencyHistogram,
  share: number,
  confidence: number,
): LatencyBounds | undefined => {
  const ranks = quantileRanks(histogramTotal(histogram), share, confidence);
  if (ranks === undefined) return undefined;
  const [first, last] = [atRank(histogram, ranks.lower), atRank(histogram, ranks.upper)];
  return first && last && { lower: first.lower, upper: last.upper };
};

/**
 * Gives the ranks, from 1, of the order statistics of `total` samples that enclose a quantile, as near as they can be with no
 * more than half of the doubt on either side; none where one of them would be before the first or past the last.
 */
export const quantileRanks = (total: number, share: number, confidence: number): LatencyBounds | undefined => {
  const tail = (1 - confidence) / 2;
  const lower = firstWhere(total, (rank) => fewerThan(rank + 1, total, share) > tail);
  const upper = firstWhere(total + 1, (rank) => fewerThan(rank, total, share) >= 1 - tail);
  return lower < 1 || upper > total ? undefined : { lower, upper };
};

/** The probability that fewer than `rank` of `total` samples are at or under the quantile. */
const fewerThan = (rank: number, total: number, share: number): number => {
  if (rank <= 0) return 0;
  return rank > total ? 1 : incompleteBeta(1 - share, total - rank + 1, rank);
};

/** The least whole number from 0 to under `end` that meets a condition which all greater ones meet too, or `end`. */
const firstWhere = (end: number, isMet: (value: number) => boolean): number => {
  let [low, high] = [0, end];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isMet(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
};
