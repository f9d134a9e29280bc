import type { LatencyHistogram } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';
import { bucketIndex } from './latency-bucket.ts';

/** Counts latencies as they come, in memory that depends on their spread and not on how many there are. */
export type Histogram = {
  /** Counts a latency in ms; what is under 0 counts as 0. */
  add(ms: number): void;
  /** What was counted so far, as data that can be written and merged. */
  data(): LatencyHistogram;
};

/** Makes an empty histogram that can tell exactly how many latencies are at or under `limitMs`. */
export const createHistogram = (limitMs: number): Histogram => {
  if (!(limitMs > 0 && limitMs < Infinity)) {
    throw new HarnessError('INTERNAL', { what: 'the limit of a histogram', expected: 'ms above 0', got: `${limitMs}` });
  }
  const counts = new Map<number, number>();
  let maxMs: number | undefined;
  return {
    add(ms) {
      if (!Number.isFinite(ms)) throw new HarnessError('INTERNAL', { what: 'a latency is no number', got: `${ms}` });
      const latency = Math.max(0, ms);
      const index = bucketIndex(latency, limitMs);
      counts.set(index, (counts.get(index) ?? 0) + 1);
      maxMs = Math.max(maxMs ?? 0, latency);
    },
    data: () => ({
      limitMs,
      buckets: [...counts].sort(([one], [other]) => one - other),
      ...(maxMs === undefined ? {} : { maxMs }),
    }),
  };
};
