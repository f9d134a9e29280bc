import { describe, expect, it } from 'vitest';
import { incompleteBeta } from './incomplete-beta.ts';

describe('the regularised incomplete beta function', () => {
  // Closed forms, and values of mpmath 1.3 with 30 to 40 digits: betainc, or its integral by quad where that is too slow.
  it.each([
    [0.5, 2, 3, 0.6875],
    [0.25, 0.5, 0.5, 1 / 3],
    [0.3, 0.5, 0.5, 0.36901011956554536],
    [0.95, 19, 1, 0.95 ** 19],
    [0.95, 191, 10, 0.4547098086808182],
    [0.01, 1, 500, 1 - 0.99 ** 500],
    [0.9501, 950, 51, 0.5433073321121533],
    [0.95, 95, 5.5, 0.5327027671643706],
    [1e-7, 1, 1e7, 0.6321205772225305],
    [0.01, 50, 50, 3.113021933716425e-72],
    [0.95, 950_000, 50_000, 0.4994508580493447],
    [0.9502, 950_000, 50_000, 0.8205459543871743],
    [0.9498647384756929, 9_500_000, 500_001, 0.02500000000067866],
  ])('at %d of (%d, %d) is %d', (x, a, b, value) => {
    expect(Math.abs(incompleteBeta(x, a, b) / value - 1)).toBeLessThan(1e-9);
    expect(Math.abs(incompleteBeta(x, a, b) - value)).toBeLessThan(2e-12);
  });

  it('is one less its mirror', () => {
    for (const [x, a, b] of [
      [0.25, 3, 7.5],
      [0.95, 950_000, 50_000],
      [0.5, 5e6, 5e6],
    ] as const) {
      expect(incompleteBeta(x, a, b) + incompleteBeta(1 - x, b, a)).toBeCloseTo(1, 11);
    }
  });

  it('is 0 and 1 at its ends', () => {
    expect([incompleteBeta(0, 2, 3), incompleteBeta(1, 2, 3)]).toEqual([0, 1]);
  });
});
