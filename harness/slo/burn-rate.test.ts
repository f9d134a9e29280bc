import { describe, expect, test } from 'vitest';
import type { Slo } from '../contract/index.ts';
import { burning, burnRateOf } from './burn-rate.ts';

const slo = (change: Partial<Slo> = {}): Slo => ({
  id: 'shop.slo.orders',
  title: 'orders that succeed',
  system: 'shop',
  source: { document: 'd', section: 's', lines: '1' },
  objective: 0.999,
  windowSeconds: 30 * 86_400,
  sli: 'a[$window]',
  total: ['a'],
  good: ['b'],
  alertname: 'OrdersFail',
  corrected: { expr: 'a > 1', burnRate: 14.4 },
  ...change,
});
const share = (threshold: number): string => `sum(rate(bad[5m])) / sum(rate(all[5m])) > ${threshold}`;
const quantile = (q: number, seconds: number): string =>
  `histogram_quantile(${q}, sum by (le) (rate(d_bucket[5m]))) > ${seconds}`;

describe('a threshold against a budget', () => {
  test('burns so many times as fast as the share is of what may fail', () => {
    const { atThreshold = 0, most, reachable, goneUnseenSeconds = 0 } = burnRateOf(slo(), share(0.1));
    expect([atThreshold, most].map(Math.round)).toEqual([100, 1000]);
    expect(reachable).toBe(true);
    expect(goneUnseenSeconds / 3600).toBeCloseTo(7.2, 6);
  });

  test.each([
    [0.5, 14.4, false],
    [0.9, 14.4, false],
    [0.95, 14.4, true],
    [0.99, 100, false],
    [0.999, 999, true],
  ])('with an objective of %d a burn rate of %d is within reach: %s', (objective, rate, reachable) => {
    expect(burning(rate, 1 / (1 - objective), 86_400).reachable).toBe(reachable);
  });

  test('cannot be a share of all or more', () => {
    expect(burnRateOf(slo(), share(1)).reachable).toBe(false);
    expect(burnRateOf(slo(), share(1)).text).toContain('it can never be reached');
  });

  test('of a quantile sees nothing between the target and its own limit', () => {
    const latency = slo({ objective: 0.99, windowSeconds: 7 * 86_400, targetSeconds: 60 });
    expect(burnRateOf(latency, quantile(0.95, 60)).atThreshold).toBeCloseTo(5, 6);
    const late = burnRateOf(latency, quantile(0.95, 300));
    expect(late.atThreshold).toBeUndefined();
    expect((late.goneUnseenSeconds ?? 0) / 3600).toBeCloseTo(1.68, 6);
  });

  test('of events a second depends on traffic', () => {
    const { atThreshold, text } = burnRateOf(slo({ objective: 0.995 }), 'sum(rate(bad[5m])) > 1');
    expect(atThreshold).toBeUndefined();
    expect(text).toContain('above 200 a second');
  });

  test('that is none is an error', () => {
    expect(() => burnRateOf(slo(), 'up == 0')).toThrow(/no threshold to hold against a budget/);
  });
});
