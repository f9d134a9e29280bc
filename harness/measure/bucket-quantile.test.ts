import { describe, expect, it } from 'vitest';
import { bucketQuantile } from './index.ts';

describe('a quantile of buckets', () => {
  const buckets = (...counts: readonly number[]) =>
    counts.map((count, index) => ({ le: [1, 2, 5, Infinity][index] ?? Infinity, count }));

  it.each([
    // rank 9.5 of 10 falls in (2, 5], 1.5 of 2 into it: 2 + 3 × 0.75
    [buckets(4, 8, 10, 10), { value: 4.25, lower: 2, upper: 5 }],
    // rank 9.5 falls in (0, 1]: 9.5 / 10
    [buckets(10, 10, 10, 10), { value: 0.95, lower: 0, upper: 1 }],
    // rank 9.5 falls past the highest finite bound
    [buckets(4, 8, 9, 10), { value: 5, lower: 5, upper: Infinity }],
    // the rank is met exactly by the bucket under 2
    [buckets(0, 9.5, 10, 10), { value: 2, lower: 1, upper: 2 }],
  ])('is interpolated in the bucket of its rank: %j', (given, { value, lower, upper }) => {
    const quantile = bucketQuantile(0.95, given)!;
    expect(quantile.value).toBeCloseTo(value, 12);
    expect(quantile).toMatchObject({ lower, upper });
  });

  it('is the bound of a first bucket that ends at or under 0', () => {
    const given = [-5, 5, Infinity].map((le, index) => ({ le, count: [10, 10, 10][index] ?? 0 }));
    expect(bucketQuantile(0.5, given)?.value).toBe(-5);
  });

  it('is none where nothing was observed, and of buckets that do not end with +Inf or have no finite one', () => {
    expect(bucketQuantile(0.95, buckets(0, 0, 0, 0))).toBeUndefined();
    expect(bucketQuantile(0.95, buckets(4, 8, 10))).toBeUndefined();
    expect(bucketQuantile(0.95, [{ le: Infinity, count: 3 }])).toBeUndefined();
    expect(bucketQuantile(0.95, [])).toBeUndefined();
  });
});
