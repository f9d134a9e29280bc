import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialInterval } from './index.ts';

/** The probability of at least `least` of `total`, added up term by term, from the end where the terms are not too small. */
const atLeast = (least: number, total: number, share: number): number => {
  if (share > 0.5) return 1 - atLeast(total - least + 1, total, 1 - share);
  let [sum, term] = [0, 1];
  for (let drawn = 0; drawn < total; drawn += 1) term *= 1 - share;
  for (let count = 0; count <= total; count += 1) {
    if (count >= least) sum += term;
    term *= ((total - count) / (count + 1)) * (share / (1 - share));
  }
  return sum;
};

describe('the interval of Clopper and Pearson', () => {
  // As published for 95 % (R's binom.test gives the same to all digits), and each confirmed by the test under this one.
  it.each([
    [0, 10, 0, 0.3085],
    [1, 10, 0.0025, 0.445],
    [5, 10, 0.1871, 0.8129],
    [10, 10, 0.6915, 1],
    [95, 100, 0.8872, 0.9836],
    [190, 200, 0.91, 0.9758],
  ])('of %d of %d is %d to %d', (successes, total, lower, upper) => {
    const interval = binomialInterval(successes, total, 0.95);
    expect(interval.lower).toBeCloseTo(lower, 4);
    expect(interval.upper).toBeCloseTo(upper, 4);
  });

  it('ends where so many or more, and so few or fewer, have half of the doubt as their probability', () => {
    const sample = fc
      .integer({ min: 2, max: 300 })
      .chain((total) => fc.tuple(fc.integer({ min: 1, max: total - 1 }), fc.constant(total)));
    fc.assert(
      fc.property(sample, fc.constantFrom(0.9, 0.95, 0.99), ([successes, total], confidence) => {
        const { lower, upper } = binomialInterval(successes, total, confidence);
        expect(atLeast(successes, total, lower)).toBeCloseTo((1 - confidence) / 2, 10);
        expect(1 - atLeast(successes + 1, total, upper)).toBeCloseTo((1 - confidence) / 2, 10);
      }),
    );
  });

  it('has its closed form where none or all succeed', () => {
    for (const total of [1, 10, 72, 1_000, 1e7]) {
      const root = 0.025 ** (1 / total);
      expect(binomialInterval(total, total, 0.95).lower / root).toBeCloseTo(1, 12);
      expect(binomialInterval(0, total, 0.95).upper / (1 - root)).toBeCloseTo(1, total > 1e6 ? 8 : 11);
    }
  });

  it('keeps its digits in ten million samples, at shares near 0 and 1', () => {
    // Of 1 in so many it is that of a Poisson mean of 1: 0.025318 to 5.571643 (Garwood, 1936).
    const rare = binomialInterval(1, 1e7, 0.95);
    expect([rare.lower * 1e7, rare.upper * 1e7].map((end) => end.toFixed(5))).toEqual(['0.02532', '5.57164']);
    const common = binomialInterval(1e7 - 1, 1e7, 0.95);
    expect(common.lower).toBeCloseTo(1 - rare.upper, 15);
    const middle = binomialInterval(9_500_000, 1e7, 0.95);
    expect(middle.lower).toBeCloseTo(0.949864738476, 11);
    expect(middle.upper).toBeCloseTo(0.950135000909, 11);
  });

  it('knows everything of nothing', () => {
    expect(binomialInterval(0, 0, 0.95)).toEqual({ lower: 0, upper: 1 });
  });
});
