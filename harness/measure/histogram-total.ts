import type { LatencyHistogram } from '../contract/index.ts';

/** How many latencies a histogram counted. */
export const histogramTotal = ({ buckets }: LatencyHistogram): number =>
  buckets.reduce((total, [, count]) => total + count, 0);
