import type { LatencyHistogram } from '../../contract/index.ts';
import { bucketBounds } from '../latency-bucket.ts';

/**
 * Gives how many latencies are at or under `ms`: at least so many and at most so many, which are the same where `ms` is
 * an edge of the buckets, as the histogram's limit always is.
 */
export const countAtMost = (histogram: LatencyHistogram, ms: number): { atLeast: number; atMost: number } => {
  let [atLeast, atMost] = [0, 0];
  for (const [index, count] of histogram.buckets) {
    const { lower, upper } = bucketBounds(index, histogram.limitMs);
    if (upper <= ms) atLeast += count;
    if (lower < ms || (lower === 0 && ms === 0)) atMost += count;
  }
  return { atLeast, atMost };
};
