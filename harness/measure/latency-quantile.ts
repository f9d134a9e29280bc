import type { LatencyHistogram } from '../contract/index.ts';
import { atRank, type LatencyBounds } from './at-rank.ts';
import { histogramTotal } from './histogram-total.ts';

/** What a product of a share and a count can be off by, for 0.07 × 100 is 7.000000000000001. */
const rounding = 1 - 2 ** -51;

/**
 * Gives the bounds of a quantile, for a share above 0 and up to 1: the least latency that at least that share of all are
 * at or under. Its true value is between them; `upper`, the value to print, is at most 1 % above it (and exact for the
 * greatest). None where nothing was counted.
 */
export const latencyQuantile = (histogram: LatencyHistogram, share: number): LatencyBounds | undefined =>
  atRank(histogram, Math.max(1, Math.ceil(share * histogramTotal(histogram) * rounding)));
