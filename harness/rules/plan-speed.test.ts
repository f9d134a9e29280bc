import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Settings } from '../contract/index.ts';
import { analyse, planSpeed } from './index.ts';

const settings: Settings = {
  scrapeIntervalMs: 15_000,
  scrapeTimeoutMs: 10_000,
  evaluationIntervalMs: 15_000,
  forMs: 60_000,
  windowMs: 0,
  groupWaitMs: 60_000,
  groupIntervalMs: 120_000,
};
const limits: { max: number; because: string }[] = [];

describe('planSpeed', () => {
  it.each([
    ['up == 0', {}, 60, 60, 'as requested'],
    ['up == 0', {}, 600, 60, 'scrape interval 15s is at least 250ms up to speed 60'],
    ['up == 0', { forMs: 30_000 }, 60, 30, 'for 30s is at least 1s up to speed 30'],
    ['up == 0', { forMs: 0, groupWaitMs: 0 }, 60, 60, 'as requested'],
    ['up == 0', { groupWaitMs: 5_000 }, 60, 5, 'group_wait 5s is at least 1s up to speed 5'],
    ['rate(x[5m]) > 0.1', {}, 60, 10, 'threshold 0.1/s × window 5m holds 3 events up to speed 10'],
    ['rate(x[5m]) > 0.1', {}, 6, 6, 'as requested'],
    [
      'rate(x[5m]) > 0.001',
      {},
      60,
      1,
      'real time is the slowest; threshold 0.001/s × window 5m holds 3 events up to speed 0.1',
    ],
    ['rate(x[5m]) > 0', {}, 60, 60, 'as requested'],
    ['increase(x[1h]) > 5', {}, 60, 60, 'as requested'],
    ['histogram_quantile(0.95, rate(x_bucket[5m])) > 5', {}, 60, 60, 'as requested'],
  ] as const)('%s with %j at %d runs at %d', (...[expr, changed, requested, effective, decidedBy]) => {
    const speed = planSpeed({ requested, settings: { ...settings, ...changed }, shape: analyse(expr), limits });
    expect(speed).toEqual({ requested, effective, decidedBy });
  });

  it('asks for no events where nothing has to cross the threshold', () => {
    expect(planSpeed({ requested: 60, settings, limits }).effective).toBe(60);
  });

  it('takes the least of the limits it is given', () => {
    const given = [
      { max: 12, because: 'kubelet' },
      { max: 6, because: 'cluster gossip' },
    ];
    expect(planSpeed({ requested: 60, settings, limits: given })).toEqual({
      requested: 60,
      effective: 6,
      decidedBy: 'cluster gossip',
    });
  });

  it('is never under 1, nor over what was requested unless that is under 1', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 1000, noNaN: true }),
        fc.integer({ min: 0, max: 100_000 }),
        fc.double({ min: 0, max: 10, noNaN: true }),
        (requested, forMs, threshold) => {
          const shape = { ...analyse('rate(x[5m]) > 1'), threshold };
          const { effective } = planSpeed({ requested, settings: { ...settings, forMs }, shape, limits });
          expect(effective).toBeGreaterThanOrEqual(1);
          expect(effective).toBeLessThanOrEqual(Math.max(1, requested));
        },
      ),
    );
  });
});
