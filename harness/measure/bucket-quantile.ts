import type { Bucket } from '../contract/index.ts';

export type BucketQuantile = {
  /** What `histogram_quantile` gives. */
  readonly value: number;
  /** The ends of the bucket that the quantile is in: all that is known of where it is. */
  readonly lower: number;
  readonly upper: number;
};

/**
 * Gives what `histogram_quantile` makes of cumulative buckets, ascending and ending with +Inf, in their unit: linear within
 * the bucket in which the rank falls, the highest finite bound in the last, from 0 in the first (promql/quantile.go,
 * bucketQuantile). None where nothing was observed, or there is no finite bucket.
 */
export const bucketQuantile = (quantile: number, buckets: readonly Bucket[]): BucketQuantile | undefined => {
  const last = buckets.at(-1);
  if (last?.le !== Infinity || buckets.length < 2 || last.count === 0) return undefined;
  const rank = quantile * last.count;
  const index = buckets.findIndex(({ count }) => count >= rank);
  const [bucket = last, below] = [buckets[index], buckets[index - 1]];
  const [lower, under] = [below?.le ?? Math.min(0, bucket.le), below?.count ?? 0];
  if (bucket.le === Infinity) return { value: lower, lower, upper: Infinity };
  const into = (rank - under) / (bucket.count - under);
  return { value: lower + (bucket.le - lower) * into, lower, upper: bucket.le };
};
