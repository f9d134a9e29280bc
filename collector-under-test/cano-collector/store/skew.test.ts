import { expect, test } from 'vitest';
import { skewOf } from './skew.ts';

test.each([
  ['in step', { before: 1_000, after: 1_010, there: 1_005 }, 0],
  ['a quarter of a second off', { before: 1_000, after: 1_000, there: 1_250 }, 0],
  ['as far off as the journey explains', { before: 1_000, after: 2_000, there: 2_250 }, 0],
  ['ahead', { before: 1_000, after: 1_020, there: 61_010 }, 60_000],
  ['behind', { before: 61_000, after: 61_020, there: 1_010 }, -60_000],
])('a clock that is %s', (_title, asked, skewMs) => {
  expect(skewOf(asked)).toBe(skewMs);
});
