import type { LatencyHistogram } from '../../harness/contract/index.ts';

/** How many latencies are above `fromMs` and at or under `toMs`; the limit is always an edge. */
export type LatencyBar = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly count: number;
  readonly isLate: boolean;
};

const perOctave = 128;
/** An eighth of a doubling is wide enough to be seen on a phone. */
const finest = 16;
const mostBars = 120;

/** Joins the buckets of a histogram to bars of equal width on a logarithmic axis, at most 120 from the first to the last. */
export const latencyBars = ({ limitMs, buckets }: LatencyHistogram): LatencyBar[] => {
  const indices = buckets.map(([index]) => index);
  const [first, last] = [indices[0] ?? 0, indices.at(-1) ?? 0];
  let width = finest;
  while ((last - first) / width > mostBars - 1) width *= 2;
  const counts = new Map<number, number>();
  for (const [index, count] of buckets) {
    const bar = Math.ceil(index / width);
    counts.set(bar, (counts.get(bar) ?? 0) + count);
  }
  return [...counts].map(([bar, count]) => ({
    fromMs: edge((bar - 1) * width, limitMs),
    toMs: edge(bar * width, limitMs),
    count,
    isLate: bar > 0,
  }));
};

/** Gives the upper end of a bucket in ms, as the contract lays the buckets out. */
const edge = (index: number, limitMs: number): number => {
  const octave = Math.floor(index / perOctave);
  return limitMs * 2 ** octave * (1 + (index - octave * perOctave) / perOctave);
};
