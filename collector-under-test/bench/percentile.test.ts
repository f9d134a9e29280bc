import { expect, test } from 'vitest';
import { percentile } from './percentile.ts';

test.each([
  [0.5, 50],
  [0.95, 95],
  [0.99, 99],
  [1, 100],
])('the percentile %d of 1 to 100 is %d', (share, value) => {
  const samples = Array.from({ length: 100 }, (_none, index) => 100 - index);
  expect(percentile(samples, share)).toBe(value);
});

test('no samples have no percentile', () => expect(percentile([], 0.5)).toBeUndefined());
