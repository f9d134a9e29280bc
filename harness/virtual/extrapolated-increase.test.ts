import { describe, expect, it } from 'vitest';
import { extrapolatedIncrease } from './extrapolated-increase.ts';
import type { Sample } from './samples.ts';

const every15 = (values: readonly number[], from = 0): Sample[] =>
  values.map((value, index) => ({ at: from + index * 15, value }));
const minute = { at: 60, windowSeconds: 60 };

// Worked by hand from promql/functions.go: four samples are in (0, 60], 45 s apart from first to last.
describe('an extrapolated increase', () => {
  it('of a counter that grows evenly is what it grows in the window', () => {
    expect(extrapolatedIncrease(every15([0, 3, 6, 9, 12]), minute)).toBeCloseTo(12, 12);
  });

  it('of one event is more than one: 1 × 60 / 45', () => {
    expect(extrapolatedIncrease(every15([5, 5, 5, 6, 6]), minute)).toBeCloseTo(4 / 3, 12);
  });

  it('is not extrapolated past where the counter would be under zero', () => {
    // From the first sample in the window, 0, nothing is added before it: 1 × (45 + 0 + 0) / 45.
    expect(extrapolatedIncrease(every15([0, 0, 0, 1, 1]), minute)).toBe(1);
  });

  it('adds half an interval where the series is younger than the window', () => {
    // Samples at 30, 45 and 60: first 10, grown by 4 in 30 s; 7.5 s are added before: 4 × 37.5 / 30.
    expect(extrapolatedIncrease(every15([10, 12, 14], 30), minute)).toBeCloseTo(5, 12);
  });

  it('counts on over a reset', () => {
    // 7, 9, 1, 2: grown by 2 − 7 + 9 = 4; 4 × 60 / 45.
    expect(extrapolatedIncrease(every15([5, 7, 9, 1, 2]), minute)).toBeCloseTo(16 / 3, 12);
  });

  it('needs two samples in a window that is open on the left', () => {
    expect(extrapolatedIncrease(every15([1, 2, 3, 4, 5]), { at: 60, windowSeconds: 15 })).toBeUndefined();
    expect(extrapolatedIncrease([], minute)).toBeUndefined();
  });
});
