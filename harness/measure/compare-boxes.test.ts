import { describe, expect, it } from 'vitest';
import { compareBoxes, createHistogram } from './index.ts';

/** The latencies of a run in ms, by one box as they are and by the other in buckets of these bounds in seconds. */
const compare = (arrived: readonly number[], observed: readonly number[], bounds: readonly number[]) => {
  const histogram = createHistogram(5_000);
  for (const each of arrived) histogram.add(each);
  const buckets = [...bounds, Infinity].map((le) => ({ le, count: observed.filter((ms) => ms <= le * 1_000).length }));
  return compareBoxes({ quantile: 0.95, confidence: 0.95, histogram: histogram.data(), buckets });
};

/** A thousand latencies, evenly up to `greatest`: p95 is 0.95 of it. */
const even = (greatest: number): number[] =>
  Array.from({ length: 1_000 }, (_, index) => ((index + 1) / 1_000) * greatest);

describe('what arrived and what the subject says', () => {
  it('agree where the buckets are fine', () => {
    const { outcome, reason } = compare(even(1_000), even(1_000), [0.1, 0.2, 0.5, 0.9, 0.92, 0.94, 0.96, 0.98, 1]);
    expect(outcome).toBe('agrees');
    expect(reason).toMatch(
      /^p95 of what arrived is 95\d(\.\d)? ms \(9\d\d(\.\d)? ms to 9\d\d(\.\d)? ms\), the subject says 950 ms: they agree$/,
    );
  });

  it('differ by the error of a coarse bucket', () => {
    // Rank 950 of 1,000 is the 50th of the 100 in (1 s, 10 s], so half of the way into it, though all of them took 1.1 s.
    const latencies = [...even(1_000).slice(0, 900), ...Array.from({ length: 100 }, () => 1_100)];
    const { outcome, reason, white } = compare(latencies, latencies, [1, 10]);
    expect(white).toEqual({ value: 5_500, lower: 1_000, upper: 10_000 });
    expect(outcome).toBe('bucket-error');
    expect(reason).toContain(
      'the subject says 5500 ms: its bucket is 1000 ms to 10000 ms, and within it it can only guess',
    );
  });

  it('differ by what is past the highest bound', () => {
    const { outcome, reason } = compare(even(8_000), even(8_000), [1, 5]);
    expect(outcome).toBe('bucket-error');
    expect(reason).toContain('its bucket is 5000 ms to +Inf, and past its highest bound it can only name that bound');
  });

  it('differ without an explanation where alerts wait outside of what is measured, and the other way round', () => {
    const waiting = compare(even(4_000), even(400), [0.1, 0.5, 1, 5]);
    expect(waiting.outcome).toBe('unexplained');
    expect(waiting.reason).toContain('its bucket is 100 ms to 500 ms, so alerts wait where it does not measure');
    const boasting = compare(even(400), even(4_000), [0.1, 0.5, 1, 5]);
    expect(boasting.outcome).toBe('unexplained');
    expect(boasting.reason).toContain('so it measures what the receiver did not wait for');
  });

  it('cannot be compared where one of them says nothing', () => {
    expect(compare(even(1_000), [], [1, 5])).toMatchObject({
      outcome: 'unknown',
      reason: 'p95 cannot be compared: the subject observed nothing',
    });
    expect(compare(even(1_000).slice(0, 50), even(1_000), [1, 5])).toMatchObject({
      outcome: 'unknown',
      reason: 'p95 cannot be compared: too little arrived for an interval of p95',
    });
  });
});
