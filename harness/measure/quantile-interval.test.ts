import { describe, expect, it } from 'vitest';
import { seededRandom } from '../core/index.ts';
import { createHistogram, quantileInterval, reportedQuantiles } from './index.ts';
import { quantileRanks } from './quantile-interval.ts';

describe('the ranks around a quantile', () => {
  // The tables of the sign test give those of the median; the others are added up from the binomial by hand.
  it.each([
    [5, 0.5, undefined],
    [6, 0.5, { lower: 1, upper: 6 }],
    [10, 0.5, { lower: 2, upper: 9 }],
    [20, 0.5, { lower: 6, upper: 15 }],
    [50, 0.5, { lower: 18, upper: 33 }],
    [100, 0.5, { lower: 40, upper: 61 }],
    // 0.95^72 is 0.0249 and 0.95^71 is 0.0262
    [71, 0.95, undefined],
    [72, 0.95, { lower: 64, upper: 72 }],
    // 0.999^3688 is 0.02498
    [3_687, 0.999, undefined],
  ])('of %i samples at %d are %j', (total, share, ranks) => {
    expect(quantileRanks(total, share, 0.95)).toEqual(ranks);
  });

  it('of the highest reported quantile are there from the sample on that it needs', () => {
    expect(quantileRanks(3_688, 0.999, 0.95)?.upper).toBe(3_688);
  });

  it('narrow to the quantile in ten million samples', () => {
    // 1.96 × √(n q (1 − q)) is 1,351 about 9,500,000
    const { lower, upper } = quantileRanks(1e7, 0.95, 0.95)!;
    expect(Math.abs(lower - 9_498_649)).toBeLessThan(5);
    expect(Math.abs(upper - 9_501_352)).toBeLessThan(5);
  });
});

describe('the interval of a quantile', () => {
  it('covers the true one in nineteen of twenty samples, whatever the quantile', () => {
    const random = seededRandom(7);
    for (const share of reportedQuantiles) {
      let covered = 0;
      for (let sample = 0; sample < 200; sample += 1) {
        const histogram = createHistogram(5_000);
        for (let drawn = 0; drawn < 4_000; drawn += 1) histogram.add(-100 * Math.log(1 - random()));
        const { lower, upper } = quantileInterval(histogram.data(), share, 0.95)!;
        const truth = -100 * Math.log(1 - share);
        if (lower <= truth && truth <= upper) covered += 1;
      }
      // Fewer than 182 of 200 would be seen once in a hundred times if each covered with 95 %.
      expect(covered).toBeGreaterThanOrEqual(182);
    }
  });

  it('is none of too few', () => {
    const histogram = createHistogram(5_000);
    for (let count = 0; count < 71; count += 1) histogram.add(count);
    expect(quantileInterval(histogram.data(), 0.95, 0.95)).toBeUndefined();
    histogram.add(71);
    expect(quantileInterval(histogram.data(), 0.95, 0.95)?.upper).toBe(71);
  });
});
