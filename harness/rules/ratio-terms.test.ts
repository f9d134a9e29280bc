import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rampTerms, selfRatioTerms, shareTerms, stoppedTerms } from './index.ts';
import { sampledMs } from './rate-value.ts';

const settings = { threshold: 0.8, windowMs: 10_000, scrapeIntervalMs: 500 };
const exactly = (value: number) => ({ least: value, most: value });

describe('rampTerms', () => {
  it('crosses when the window holds enough of the fault, and drains when it holds too little', () => {
    // From 0.2 to 1.2 the threshold is at 60 % of the way; a window of 10 s averages 9 to 10 s.
    expect(rampTerms({ ...settings, before: exactly(0.2), during: exactly(1.2) })).toEqual({
      crossing: [
        { name: 'window fill', earliestMs: expect.closeTo(5_400) as number, latestMs: expect.closeTo(6_000) as number },
      ],
      drain: [
        {
          name: 'window drain',
          earliestMs: expect.closeTo(3_600) as number,
          latestMs: expect.closeTo(4_000) as number,
        },
      ],
    });
  });

  it('holds every value between the given ones', () => {
    const before = { least: 0, most: 0.3 };
    const during = { least: 1, most: 1.4 };
    const between = ({ least, most }: { least: number; most: number }) =>
      fc.double({ min: least, max: most, noNaN: true });
    const { crossing, drain } = rampTerms({ ...settings, before, during });
    fc.assert(
      fc.property(
        between(before),
        between(during),
        between({ least: sampledMs(settings), most: 10_000 }),
        (from, to, spanMs) => {
          const share = (settings.threshold - from) / (to - from);
          const slack = 1e-6;
          expect(share * spanMs).toBeGreaterThanOrEqual((crossing[0]?.earliestMs ?? NaN) - slack);
          expect(share * spanMs).toBeLessThanOrEqual((crossing[0]?.latestMs ?? NaN) + slack);
          expect((1 - share) * spanMs).toBeGreaterThanOrEqual((drain[0]?.earliestMs ?? NaN) - slack);
          expect((1 - share) * spanMs).toBeLessThanOrEqual((drain[0]?.latestMs ?? NaN) + slack);
        },
      ),
    );
  });

  it.each([
    [0.8, 1.2],
    [0.2, 0.8],
  ])('refuses a fault from %d to %d', (from, to) => {
    expect(() => rampTerms({ ...settings, before: exactly(from), during: exactly(to) })).toThrow(
      expect.objectContaining({ code: 'DRILL_INVALID' }),
    );
  });
});

describe('selfRatioTerms', () => {
  it('is crossed by one event, once a second shows in another scrape', () => {
    expect(selfRatioTerms({ windowMs: 10_000, scrapeIntervalMs: 500, eventsPerSecond: 2 })).toEqual({
      crossing: [
        { name: 'window fill', earliestMs: 0, latestMs: 500 },
        { name: 'birth of the series', earliestMs: 0, latestMs: 1_000 },
      ],
      drain: [{ name: 'window drain', earliestMs: 9_000, latestMs: 10_000 }],
    });
  });
});

describe('shareTerms', () => {
  it('is crossed by the first bad event of a young window, and by a tenth of a full one at the latest', () => {
    const { crossing, drain } = shareTerms({ ...settings, threshold: 0.1, eventsPerSecond: 2 });
    expect(crossing[0]).toMatchObject({ name: 'window fill', earliestMs: 0 });
    // A tenth of 10 s, a tenth more because a series from 0 is extrapolated less, and two events.
    expect(crossing[0]?.latestMs).toBeCloseTo((1_000 * 10) / 9 + 1_000);
    expect(drain).toEqual([{ name: 'window drain', earliestMs: 7_100, latestMs: 10_000 }]);
  });
});

describe('stoppedTerms', () => {
  it('is true once the last event has left the window, and false with the next', () => {
    expect(stoppedTerms({ ...settings, eventsPerSecond: 2, eventMs: 300 })).toEqual({
      crossing: [{ name: 'window drain', earliestMs: 9_000, latestMs: 10_300 }],
      drain: [{ name: 'next event', earliestMs: 0, latestMs: 800 }],
    });
  });
});
