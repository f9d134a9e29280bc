export type Bucket = { readonly le: number; readonly count: number };

/**
 * What `histogram_quantile` makes of cumulative buckets, ascending and ending with +Inf: linear within the bucket in
 * which the rank falls, the highest finite bound in the last, from 0 in the first (promql/quantile.go, bucketQuantile).
 * Undefined where nothing was observed.
 */
export const bucketQuantile = (quantile: number, buckets: readonly Bucket[]): number | undefined => {
  const total = buckets.at(-1)?.count ?? 0;
  if (total === 0) return undefined;
  const rank = quantile * total;
  const index = buckets.findIndex(({ count }) => count >= rank);
  const [bucket, below] = [buckets[index], buckets[index - 1]];
  if (bucket === undefined) return undefined;
  if (bucket.le === Infinity) return below?.le;
  const [start, under] = [below?.le ?? 0, below?.count ?? 0];
  return start + (bucket.le - start) * ((rank - under) / (bucket.count - under));
};
