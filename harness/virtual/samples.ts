import type { Stream } from '../contract/index.ts';

/** A sample of a series: seconds from the start, and the value; none where the series is absent. */
export type Sample = { readonly at: number; readonly value: number };

/** The level at each step; `absent` where the series are not there, `reset` where counters begin again at 0. */
export type Level = number | 'absent' | { readonly reset: number };

/** Gives the samples of a stream for levels that are `intervalSeconds` apart. */
export const samplesOf = (stream: Stream, levels: readonly Level[], intervalSeconds: number): Sample[] => {
  const samples: Sample[] = [];
  let total = 0;
  levels.forEach((entry, index) => {
    if (entry === 'absent') return;
    const at = index * intervalSeconds;
    const level = typeof entry === 'number' ? entry : entry.reset;
    if (typeof entry !== 'number') total = 0;
    else if (index > 0) total += (level * stream.share + stream.base) * intervalSeconds;
    const values = { gauge: level * stream.share + stream.base, counter: total, stamp: at - level };
    samples.push({ at, value: values[stream.shape] });
  });
  return samples;
};

/** Writes samples as promtool takes them, `_` where there is none. */
export const promtoolValues = (samples: readonly Sample[], steps: number, intervalSeconds: number): string => {
  const byStep = new Map(samples.map(({ at, value }) => [Math.round(at / intervalSeconds), value]));
  return Array.from({ length: steps }, (_, step) => byStep.get(step)?.toString() ?? '_').join(' ');
};
