import { describe, expect, test } from 'vitest';
import type { LoadSummary } from '../contract/index.ts';
import { judgeDeliveries } from './judge-deliveries.ts';
import { account } from './testing/account.ts';

const objective = { withinMs: 5_000, share: 0.95, confidence: 0.95, minimum: 100 };
const loaded = (change: Partial<LoadSummary>) => {
  const { load, ledger } = account(2_000);
  return { load: { ...load, ...change }, ledger };
};

describe('judgeDeliveries', () => {
  test('says what was expected and gives the share with the interval that decides', () => {
    const { outcome, message, share } = judgeDeliveries(account(2_000), objective);
    expect(outcome).toBe('held');
    expect(message).toMatch(/^expected at least 95 % within 5 s: 2000 of 2000: 100 %, .*, all of it at least 95 %$/);
    expect(share).toMatchObject({ within: 2_000, total: 2_000, confidence: 0.95, interval: { upper: 1 } });
    expect(share?.interval.lower).toBeGreaterThan(0.99);
  });

  test('says it in the words of another objective', () => {
    const { outcome, message } = judgeDeliveries(account(2_000), { ...objective, withinMs: 500, share: 0.999 });
    expect(message).toMatch(/^expected at least 99.9 % within 0.5 s: /);
    expect(outcome).toBe('inconclusive');
  });

  test.each(['late', 'lost'] as const)('counts what is %s against the objective', (what) => {
    const judged = judgeDeliveries(account(2_000, { [what]: 200 }), objective);
    expect(judged).toMatchObject({ outcome: 'breached', share: { within: 1_800, total: 2_000 } });
    expect(judged.message).toMatch(/1800 of 2000.*: 90 %, .*none of it at least 95 %$/);
  });

  test('leaves undecided what is too close to the objective, and fewer than the objective asks for', () => {
    expect(judgeDeliveries(account(2_000, { late: 100 }), objective).outcome).toBe('inconclusive');
    const few = judgeDeliveries(account(2_000), { ...objective, minimum: 2_001 });
    expect(few).toMatchObject({
      outcome: 'inconclusive',
      message: 'expected at least 95 % within 5 s: only 2000 samples, and 95 % needs at least 2001',
    });
  });

  test.each<[string, Partial<LoadSummary>, string]>([
    ['was stopped', { outcome: 'aborted' }, 'the load generator was stopped before its end; it sent 2000 of 2000'],
    ['sent too little', { missing: 21 }, 'the load generator did not send 1.1 % of the plan in time, over 1.0 %'],
    ['dropped too much', { dropped: 40 }, 'the load generator did not send 2.0 % of the plan in time, over 1.0 %'],
    [
      'sent too late',
      { lag: { p50Ms: 1, p99Ms: 51, maxMs: 80, lateShare: 0.02, limitMs: 50 } },
      'the load generator sent 2.0 % of the requests over 50 ms late',
    ],
  ])('decides nothing by a generator that %s, and gives no share', (_, change, sentence) => {
    const judged = judgeDeliveries(loaded(change), objective);
    expect(judged.outcome).toBe('inconclusive');
    expect(judged.message).toContain(`expected at least 95 % within 5 s: ${sentence}`);
    expect(judged).not.toHaveProperty('share');
  });

  test('judges by a generator that was late by as much as it may', () => {
    const lag = { p50Ms: 1, p99Ms: 50, maxMs: 80, lateShare: 0.01, limitMs: 50 };
    expect(judgeDeliveries(loaded({ missing: 20, dropped: 20, lag }), objective).outcome).toBe('held');
  });
});
