import { expect, test } from 'vitest';
import { nextRate } from './ceiling.ts';

const search = (ceiling: number): { holds: number; fails?: number; tried: number[] } => {
  const known: { holds: number; fails?: number; tried: number[] } = { holds: 0, tried: [] };
  for (let rate = nextRate(known); rate !== undefined; rate = nextRate(known)) {
    known.tried.push(rate);
    if (rate <= ceiling) known.holds = rate;
    else known.fails = rate;
  }
  return known;
};

test.each([90, 700, 2_300, 5_000, 31_000])('finds a ceiling of %d closely', (ceiling) => {
  const { holds, fails = Infinity, tried } = search(ceiling);
  expect(holds).toBeLessThanOrEqual(ceiling);
  expect(fails).toBeGreaterThan(ceiling);
  expect(fails).toBeLessThanOrEqual(Math.max(holds * 1.2, holds + 20));
  expect(tried.length).toBeLessThan(12);
});

test('gives up above what is worth to be tried, without a rate that fails', () =>
  expect(search(Infinity)).toMatchObject({ holds: 64_000 }));

test('a collector that holds nothing has a ceiling of 0', () => expect(search(0).holds).toBe(0));
