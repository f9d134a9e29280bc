import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latencyHistogramSchema, type LatencyHistogram } from '../contract/delivery-ledger.ts';
import { createHistogram, histogramTotal, latencyQuantile } from './index.ts';
import { countAtMost } from './testing/count-at-most.ts';

const limitMs = 5_000;
const histogramOf = (latencies: readonly number[], limit = limitMs): LatencyHistogram => {
  const histogram = createHistogram(limit);
  for (const latency of latencies) histogram.add(latency);
  return histogram.data();
};
const latency = fc.oneof(
  fc.double({ min: 0.005, max: 600_000, noNaN: true }),
  fc.integer({ min: 0, max: 20_000 }),
  fc.constantFrom(0, limitMs, limitMs * (1 + Number.EPSILON), limitMs * (1 - Number.EPSILON), 2 * limitMs),
);
const latencies = fc.array(latency, { minLength: 1, maxLength: 200 });

describe('a histogram', () => {
  it('counts exactly what is at or under its limit', () => {
    fc.assert(
      fc.property(latencies, fc.constantFrom(5_000, 0.1, 1 / 3, 4_999.7), (values, limit) => {
        const scaled = values.map((value) => (value / limitMs) * limit);
        const exact = scaled.filter((value) => value <= limit).length;
        expect(countAtMost(histogramOf(scaled, limit), limit)).toEqual({ atLeast: exact, atMost: exact });
      }),
    );
  });

  it('tells neighbouring numbers around the limit apart', () => {
    const above = limitMs + 2 ** -40;
    expect(above).toBeGreaterThan(limitMs);
    expect(countAtMost(histogramOf([limitMs, limitMs, above]), limitMs)).toEqual({ atLeast: 2, atMost: 2 });
  });

  it('bounds what is at or under anything else', () => {
    fc.assert(
      fc.property(latencies, latency, (values, ms) => {
        const exact = values.filter((value) => value <= ms).length;
        const { atLeast, atMost } = countAtMost(histogramOf(values), ms);
        expect(atLeast).toBeLessThanOrEqual(exact);
        expect(atMost).toBeGreaterThanOrEqual(exact);
      }),
    );
  });

  it('gives quantiles that the true ones are within, and not 1 % above them', () => {
    fc.assert(
      fc.property(latencies, fc.constantFrom(0.001, 0.07, 0.5, 0.9, 0.95, 0.99, 0.999, 1), (values, share) => {
        const sorted = values.toSorted((one, other) => one - other);
        const exact = sorted.find((_, index) => (index + 1) / sorted.length >= share)!;
        const { lower, upper } = latencyQuantile(histogramOf(values), share)!;
        expect(lower).toBeLessThanOrEqual(exact);
        expect(upper).toBeGreaterThanOrEqual(exact);
        if (exact >= 0.005) expect(upper).toBeLessThanOrEqual(exact * 1.01);
      }),
      { numRuns: 500 },
    );
  });

  it('takes the rank that a share means, not the one that rounding makes of it', () => {
    const hundred = histogramOf(Array.from({ length: 100 }, (_, index) => 2 ** (index / 8)));
    // 0.07 × 100 is 7.000000000000001
    expect(latencyQuantile(hundred, 0.07)!.upper).toBeGreaterThanOrEqual(2 ** (6 / 8));
    expect(latencyQuantile(hundred, 0.07)!.upper).toBeLessThan(2 ** (7 / 8));
  });

  it('is written as JSON and read again', () => {
    fc.assert(
      fc.property(latencies, (values) => {
        const data = histogramOf(values);
        expect(latencyHistogramSchema.parse(JSON.parse(JSON.stringify(data)))).toEqual(data);
        expect(histogramTotal(data)).toBe(values.length);
        expect(data.maxMs).toBe(Math.max(...values));
      }),
    );
  });

  it('has no quantile of nothing, and counts what came too early as 0', () => {
    const none = histogramOf([]);
    expect([latencyQuantile(none, 0.5), histogramTotal(none), none.maxMs]).toEqual([undefined, 0, undefined]);
    expect(histogramOf([-3])).toEqual(histogramOf([0]));
  });

  it('refuses what is no latency and what is no limit', () => {
    expect(() => createHistogram(limitMs).add(NaN)).toThrow('a latency is no number');
    expect(() => createHistogram(0)).toThrow('the limit of a histogram');
  });
});
