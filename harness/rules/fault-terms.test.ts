import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ageTerms, quantileTerms, rateTerms, upTerms } from './index.ts';
import { simulatedRate } from './testing/simulated-rate.ts';

/** CanoCollectorHighErrorRate at speed 10: a window of 30 s with 20 scrapes, three events at the threshold. */
const errors = { threshold: 0.1, windowMs: 30_000, scrapeIntervalMs: 1500 };

describe('rateTerms', () => {
  it('crosses with the first event that extrapolation can put over the threshold', () => {
    // 3 events: at the least 3 / 30 s = 0.1, which is not over it; at the most 3 / 27 s = 0.111. 4 are over it surely.
    expect(rateTerms({ ...errors, eventsPerSecond: 2 })).toEqual({
      crossing: [{ name: 'window fill', earliestMs: 1000, latestMs: 2000 }],
      // 30 000 − 1500 − 4 × 500
      drain: [{ name: 'window drain', earliestMs: 26_500, latestMs: 30_000 }],
    });
  });

  it('crosses 0 with one event, and drains once it has left', () => {
    const failures = { threshold: 0, windowMs: 5000, scrapeIntervalMs: 250, eventsPerSecond: 2 };
    expect(rateTerms(failures)).toEqual({
      crossing: [{ name: 'window fill', earliestMs: 0, latestMs: 500 }],
      drain: [{ name: 'window drain', earliestMs: 4250, latestMs: 5000 }],
    });
  });

  it('counts the events of the window for increase', () => {
    // increase(x[1h]) > 5 at speed 60: 6 events surely, and 5 × 60 / 59.5 = 5.04 possibly.
    const increase = { threshold: 5, per: 'window', windowMs: 60_000, scrapeIntervalMs: 250 } as const;
    expect(rateTerms({ ...increase, eventsPerSecond: 1 })).toEqual({
      crossing: [{ name: 'window fill', earliestMs: 4000, latestMs: 6000 }],
      drain: [{ name: 'window drain', earliestMs: 53_750, latestMs: 60_000 }],
    });
  });

  it('refuses events too rare to hold the rate, and a window of fewer than three scrapes', () => {
    expect(() => rateTerms({ ...errors, eventsPerSecond: 0.1 })).toThrow(
      expect.objectContaining({ code: 'DRILL_INVALID' }),
    );
    expect(() => rateTerms({ ...errors, scrapeIntervalMs: 20_000, eventsPerSecond: 2 })).toThrow(/got 2 a second/);
  });

  it('holds for the rate that Prometheus extrapolates, whatever the phase of its scrapes', () => {
    fc.assert(
      fc.property(
        situation,
        ({ threshold, windowMs, scrapeIntervalMs, perSecond, base, phaseMs, takesMs, countPast }) => {
          const settings = { threshold, windowMs, scrapeIntervalMs, eventsPerSecond: perSecond };
          const { crossing, drain } = rateTerms(settings);
          const apartMs = 1000 / perSecond;
          const count = Math.ceil((crossing[0]!.latestMs + scrapeIntervalMs) / apartMs) + 1 + countPast;
          const eventsMs = Array.from({ length: count }, (_, index) => index * apartMs);
          const counter = { eventsMs, base, windowMs, scrapeIntervalMs, phaseMs, takesMs };
          const lastMs = eventsMs.at(-1)!;
          const stepMs = Math.floor(scrapeIntervalMs / 7);
          const [crossed, drained] = [crossing[0]!, drain[0]!];
          for (let at = -scrapeIntervalMs; at < lastMs + windowMs + scrapeIntervalMs; at += stepMs) {
            const isOver = (simulatedRate(counter, at) ?? 0) > threshold;
            const isHeld =
              at > crossed.latestMs + scrapeIntervalMs + takesMs + noiseMs &&
              at < lastMs + drained.earliestMs - noiseMs;
            if (at < crossed.earliestMs - noiseMs) expect(isOver).toBe(false);
            if (isHeld) expect(isOver).toBe(true);
            if (at > lastMs + drained.latestMs + noiseMs) expect(isOver).toBe(false);
          }
        },
      ),
    );
  });
});

/** What sums of floats may be off by. */
const noiseMs = 0.001;

const situation = fc
  .record({
    scrapeIntervalMs: fc.integer({ min: 250, max: 2000 }),
    scrapes: fc.double({ min: 3, max: 25, noNaN: true }),
    threshold: fc.oneof(fc.constant(0), fc.double({ min: 0.05, max: 2, noNaN: true })),
    more: fc.double({ min: 1.01, max: 20, noNaN: true }),
    base: fc.oneof(fc.constant(0), fc.nat({ max: 1000 })),
    phase: fc.double({ min: 0, max: 1, noNaN: true }),
    takes: fc.double({ min: 0, max: 0.7, noNaN: true }),
    countPast: fc.nat({ max: 40 }),
  })
  .map(({ scrapeIntervalMs, scrapes, threshold, more, base, phase, takes, countPast }) => {
    const windowMs = Math.round(scrapes * scrapeIntervalMs);
    const spanMs = (Math.floor(windowMs / scrapeIntervalMs) - 2) * scrapeIntervalMs;
    const needed = Math.floor((threshold * windowMs) / 1000) + 1;
    const perSecond = (more * needed * 1000) / spanMs;
    return {
      threshold,
      windowMs,
      scrapeIntervalMs,
      perSecond,
      base,
      phaseMs: Math.round(phase * scrapeIntervalMs),
      takesMs: Math.round(takes * scrapeIntervalMs),
      countPast,
    };
  });

describe('quantileTerms', () => {
  it('crosses when a slow observation ends, at the latest with no fast one left', () => {
    expect(quantileTerms({ windowMs: 30_000, slowMs: 8000, perSecond: 4 })).toEqual({
      crossing: [
        { name: 'slow observation', earliestMs: 8000, latestMs: 8250 },
        { name: 'window fill', earliestMs: 0, latestMs: 30_000 },
      ],
      drain: [
        { name: 'slow observation', earliestMs: 0, latestMs: 8000 },
        { name: 'window drain', earliestMs: 0, latestMs: 30_000 },
      ],
    });
  });

  it('refuses a share of slow observations that the quantile does not see', () => {
    const fault = { windowMs: 30_000, slowMs: 8000, perSecond: 4 };
    expect(() => quantileTerms({ ...fault, slowShare: 0.05 })).toThrow('expected more than 0.05; got 0.05');
    expect(quantileTerms({ ...fault, slowShare: 0.05, quantile: 0.99 }).crossing[0]?.latestMs).toBe(13_000);
  });
});

it('has nothing to wait for on the side of a subject that is down, and exactly its age on that of one that is old', () => {
  expect(upTerms()).toEqual({ crossing: [], drain: [] });
  expect(ageTerms({ remainingMs: 2000, refreshMs: 500 })).toEqual({
    crossing: [{ name: 'ageing', earliestMs: 2000, latestMs: 2000 }],
    drain: [{ name: 'renewal', earliestMs: 0, latestMs: 500 }],
  });
});
