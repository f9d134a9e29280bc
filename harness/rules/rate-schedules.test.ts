import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shorterThanFor, underThresholdCount } from './index.ts';
import { simulatedRate } from './testing/simulated-rate.ts';

const errors = { threshold: 0.1, windowMs: 30_000, scrapeIntervalMs: 1500 };
const burst = { ...errors, forMs: 12_000, evaluationIntervalMs: 1500 };

describe('underThresholdCount', () => {
  it('counts the events that stay under the threshold however they are extrapolated', () => {
    const found = underThresholdCount(errors);
    expect(found?.count).toBe(2);
    expect(found?.share.least).toBeCloseTo(2 / 3, 10);
    expect(found?.share.most).toBeCloseTo(2 / 2.7, 10);
    // In real time 30 events are at the threshold; 27 of them can look like 27 / 270 s = 0.1, and 26 like 0.0963.
    expect(underThresholdCount({ threshold: 0.1, windowMs: 300_000, scrapeIntervalMs: 15_000 })?.count).toBe(26);
  });

  it('says how young a series may be, and still stay under the threshold', () => {
    // 1 + 2.1 / 5 = 1.42 times two thirds is under 1, and 1 + 2.1 / 4 = 1.525 times two thirds is not.
    const { count, scrapesBefore } = underThresholdCount(errors)!;
    expect(scrapesBefore).toBe(5);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1499 }),
        fc.nat({ max: 9 }),
        fc.nat({ max: 100 }),
        (after, base, takesMs) => {
          const firstMs = 4 * 1500 + after;
          const eventsMs = Array.from({ length: count }, (_, index) => firstMs + index);
          const counter = { ...errors, eventsMs, base, phaseMs: 0, takesMs, bornMs: 0 };
          for (let at = firstMs; at < 60_000; at += 50) expect(simulatedRate(counter, at) ?? 0).toBeLessThan(0.1);
        },
      ),
    );
  });

  it.each([
    ['nothing is under 0', { ...errors, threshold: 0 }],
    ['one event is at the threshold', { ...errors, threshold: 1 / 30 }],
    ['one event is half of the threshold', { ...errors, threshold: 2 / 30 }],
    ['the window holds one scrape', { ...errors, scrapeIntervalMs: 20_000 }],
  ])('has none where %s', (_, settings) => {
    expect(underThresholdCount(settings)).toBeUndefined();
  });

  it('counts the events of the window for increase', () => {
    const settings = { threshold: 5, per: 'window', windowMs: 60_000, scrapeIntervalMs: 250 } as const;
    expect(underThresholdCount(settings)?.count).toBe(4);
  });
});

describe('shorterThanFor', () => {
  it('sends half of the events at once, and half shortly before those leave the window', () => {
    // Four events are surely over; seen needs 2 × 1500 + 1500 + 1, for leaves 12 000 − 1: midway is 8250.
    expect(shorterThanFor(burst)).toEqual({
      offsetsMs: [0, 1, 21_750, 21_751],
      trueForMs: { min: 5249, max: 8251 },
    });
  });

  it.each([
    ['one event holds it', { ...burst, threshold: 0 }],
    ['half of the events are over', { ...burst, threshold: 1 / 30 }],
    ['for 4s is over before 4s501ms', { ...burst, forMs: 4000 }],
    ['fewer than three scrapes', { ...burst, scrapeIntervalMs: 20_000 }],
  ])('says why it cannot be: %s', (reason, settings) => {
    expect(shorterThanFor(settings)).toEqual({ reason: expect.stringContaining(reason) as string });
  });

  it('is true of the rate that Prometheus extrapolates for less than for, and long enough to be evaluated', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 3, max: 30 }),
        fc.integer({ min: 5, max: 15 }),
        fc.nat({ max: 50 }),
        (phase, events, holds, base) => {
          const settings = { ...burst, threshold: (events * 1000) / burst.windowMs, forMs: holds * 1500 };
          const schedule = shorterThanFor(settings);
          if ('reason' in schedule) throw new Error(schedule.reason);
          const counter = {
            ...errors,
            eventsMs: schedule.offsetsMs,
            base,
            phaseMs: Math.round(phase * 1500),
            takesMs: 20,
          };
          const stepMs = 50;
          const steps = Array.from({ length: 1400 }, (_, index) => index * stepMs);
          const over = steps.filter((at) => (simulatedRate(counter, at) ?? 0) > settings.threshold);
          const trueForMs = over.at(-1)! - over[0]!;
          expect(over).toHaveLength(trueForMs / stepMs + 1);
          expect(trueForMs).toBeGreaterThanOrEqual(schedule.trueForMs.min - 20 - 2 * stepMs);
          expect(trueForMs).toBeLessThanOrEqual(schedule.trueForMs.max);
          expect(schedule.trueForMs.min).toBeGreaterThanOrEqual(settings.evaluationIntervalMs - 1);
          expect(schedule.trueForMs.max).toBeLessThan(settings.forMs);
        },
      ),
      { numRuns: 40 },
    );
  });
});
