import { describe, expect, test } from 'vitest';
import type { AccountRecord, DrillRecord } from '../contract/index.ts';
import { judgeAccount } from './check-accounts.ts';
import { judgeDrill } from './judge-drill.ts';
import { account } from './testing/account.ts';
import { held, plan } from './testing/record.ts';

const deliveries = (accounts: readonly AccountRecord[], change: Partial<DrillRecord> = {}): DrillRecord =>
  held({ plan: plan({ steps: [], accounts: ['deliveries'] }), accounts, ...change });

describe('judgeAccount', () => {
  test('gives the share with its interval, and the sentence that decides', () => {
    const { outcome, reason, share } = judgeAccount(account(2_000));
    expect(outcome).toBe('held');
    expect(reason).toMatch(/^deliveries: expected at least 95 % within 5 s: 2000 of 2000: 100 %, 99\.\d+ % to/);
    expect(share).toMatchObject({ within: 2_000, total: 2_000, confidence: 0.95 });
    expect(share?.interval.lower).toBeCloseTo(0.998, 3);
    expect(share?.interval.upper).toBe(1);
  });

  test('is breached where too many are late, and where more is lost than allowed', () => {
    expect(judgeAccount(account(2_000, { late: 200 }))).toMatchObject({
      outcome: 'breached',
      share: { within: 1_800 },
    });
    expect(judgeAccount(account(2_000, { lost: 10 }))).toMatchObject({
      outcome: 'breached',
      reason: 'deliveries: expected none lost at webhook, got 10, such as fd-1 firing',
    });
  });

  test('gives no share where the load was not sent as planned, and where no latency is judged', () => {
    const { load } = account(2_000);
    const slow = account(2_000, {}, { load: { ...load, lag: { ...load.lag, p99Ms: 400, lateShare: 0.2 } } });
    expect(judgeAccount(slow)).toMatchObject({ outcome: 'inconclusive' });
    expect(judgeAccount(slow)).not.toHaveProperty('share');
    expect(judgeAccount(account(2_000, {}, { objective: undefined }))).not.toHaveProperty('share');
  });
});

describe('a drill of deliveries', () => {
  test('that holds tells what was sent and the share with its interval', () => {
    const { outcome, reasons, accounts } = judgeDrill(deliveries([account(2_000)]));
    expect(outcome).toBe('held');
    expect(reasons).toEqual([
      'deliveries: 2000 sent, 2000 acknowledged, 2000 delivered, 0 recovered, 0 lost',
      expect.stringContaining('95 % confidence, all of it at least 95 %'),
    ]);
    expect(accounts).toMatchObject([{ name: 'deliveries', outcome: 'held' }]);
  });

  test('judges an account that decides nothing, and does not let it decide', () => {
    const tried = account(2_000, { lost: 10 }, { name: '400 a second', unjudged: true });
    const { outcome, accounts } = judgeDrill(deliveries([account(2_000), tried]));
    expect(outcome).toBe('held');
    expect(accounts).toMatchObject([{ outcome: 'held' }, { name: '400 a second', outcome: 'breached' }]);
  });

  test('is errored without its account, and by one of which nothing was acknowledged', () => {
    expect(judgeDrill(deliveries([])).outcome).toBe('errored');
    const refused = account(2_000, { acknowledged: 0, delivered: 0 });
    expect(judgeDrill(deliveries([refused])).reasons).toEqual(['deliveries: of 2000 alerts none was acknowledged']);
  });

  test('tells the detail that a step recorded', () => {
    const step = { name: 'the knee', expected: 'enough', got: 'enough', detail: '800 a second holds' };
    const record = held({ plan: plan({ steps: ['the knee'] }), steps: [step] });
    expect(judgeDrill(record).reasons).toEqual(['the knee: 800 a second holds']);
  });
});
