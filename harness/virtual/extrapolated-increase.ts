import type { Sample } from './samples.ts';

/**
 * What `increase()` makes of a counter's samples in the window that ends at `at` and is open on the left: the growth
 * over resets, extrapolated to the window's ends where the first and last sample are within 1.1 of an average interval of
 * them, by half an interval otherwise, and never past the point where the counter would be under zero
 * (promql/functions.go, extrapolatedRate). Undefined with fewer than two samples. Seconds throughout.
 */
export const extrapolatedIncrease = (
  samples: readonly Sample[],
  { at, windowSeconds }: { at: number; windowSeconds: number },
): number | undefined => {
  const from = at - windowSeconds;
  const inside = samples.filter((sample) => sample.at > from && sample.at <= at);
  const [first, last] = [inside[0], inside.at(-1)];
  if (first === undefined || last === undefined || inside.length < 2) return undefined;
  const grown = grownBy(inside, first, last);
  const sampled = last.at - first.at;
  const average = sampled / (inside.length - 1);
  const reach = (gap: number): number => (gap >= average * 1.1 ? average / 2 : gap);
  const toZero = grown > 0 && first.value >= 0 ? sampled * (first.value / grown) : Infinity;
  const before = Math.min(reach(first.at - from), toZero);
  return grown * ((sampled + before + reach(at - last.at)) / sampled);
};

const grownBy = (inside: readonly Sample[], first: Sample, last: Sample): number => {
  let grown = last.value - first.value;
  for (const [index, sample] of inside.entries()) {
    const previous = inside[index - 1];
    if (previous !== undefined && sample.value < previous.value) grown += previous.value;
  }
  return grown;
};
