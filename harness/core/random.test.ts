import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from './random.ts';

const draw = (seed: number, count: number): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, random);
};

describe('seededRandom', () => {
  it('is mulberry32, so a seed means the same in every version', () => {
    expect(draw(0, 3)).toEqual([0.26642920868471265, 0.0003297457005828619, 0.2232720274478197]);
  });

  it('repeats itself for a seed, differs for another, and stays from 0 to under 1', () => {
    assert(
      property(integer(), (seed) => {
        const values = draw(seed, 20);
        expect(draw(seed, 20)).toEqual(values);
        expect(draw(seed + 1, 20)).not.toEqual(values);
        expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
      }),
    );
  });
});
