import { describe, expect, it } from 'vitest';
import { alertStates } from './alert-states.ts';
import { bucketQuantile } from './bucket-quantile.ts';

describe('a quantile of buckets', () => {
  const buckets = (...counts: readonly number[]) =>
    counts.map((count, index) => ({ le: [1, 2, 5, Infinity][index] ?? Infinity, count }));

  it.each([
    // rank 9.5 of 10 falls in (2, 5], 1.5 of 2 into it: 2 + 3 × 0.75
    [buckets(4, 8, 10, 10), 4.25],
    // rank 9.5 falls in (0, 1]: 9.5 / 10
    [buckets(10, 10, 10, 10), 0.95],
    // rank 9.5 falls past the highest finite bound
    [buckets(4, 8, 9, 10), 5],
    // the rank is met exactly by the bucket under 2
    [buckets(0, 9.5, 10, 10), 2],
  ])('is interpolated in the bucket of its rank: %j', (given, quantile) => {
    expect(bucketQuantile(0.95, given)).toBeCloseTo(quantile, 12);
  });

  it('is none where nothing was observed', () => {
    expect(bucketQuantile(0.95, buckets(0, 0, 0, 0))).toBeUndefined();
  });
});

describe('the states of an alert', () => {
  const states = (text: string, forSeconds: number): string =>
    alertStates(
      Array.from(text, (each) => each === '1'),
      15,
      forSeconds,
    )
      .map((state) => state.charAt(0))
      .join('');

  it.each([
    ['0111110', 45, 'ipppffi'],
    ['0111010', 45, 'ipppipi'],
    ['0110', 0, 'iffi'],
    ['01110', 20, 'ippfi'],
  ])('of %s with a for of %i s are %s', (truth, forSeconds, expected) => {
    expect(states(truth, forSeconds)).toBe(expected);
  });
});
