import type { LatencyHistogram } from '../contract/index.ts';
import { bucketBounds } from './latency-bucket.ts';

/** A latency as a histogram knows it: above `lower` (or 0), and at or under `upper`, in ms. */
export type LatencyBounds = { readonly lower: number; readonly upper: number };

/** Gives the bounds of the latency that is `rank`-th in ascending order, from 1; none past the last. */
export const atRank = (histogram: LatencyHistogram, rank: number): LatencyBounds | undefined => {
  let seen = 0;
  for (const [index, count] of histogram.buckets) {
    seen += count;
    if (seen < rank) continue;
    const { lower, upper } = bucketBounds(index, histogram.limitMs);
    return { lower, upper: Math.min(upper, histogram.maxMs ?? upper) };
  }
  return undefined;
};
