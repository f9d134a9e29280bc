import { describe, expect, it } from 'vitest';
import { createLedger, judgeDelivery, type ShareJudgement } from './index.ts';

const asked = { objective: 0.95, confidence: 0.95 };

/** A run of so many seconds at 200 a second, in which what is sent at a time arrives after `delayOf` it, or is lost. */
const judge = (seconds: number, delayOf: (intendedMs: number) => number, watchedMs = 60_000): ShareJudgement => {
  const ledger = createLedger({ lateMs: 5_000, blockMs: 1_000 });
  for (let number = 0; number < seconds * 200; number += 1) {
    const [id, status, intendedMs] = [`fd-00000000-${String(number).padStart(7, '0')}`, 'firing', number * 5] as const;
    ledger.sent({ id, status, intendedMs, answer: 'acknowledged' });
    const delay = delayOf(intendedMs);
    if (delay < Infinity) ledger.arrived({ id, status, at: intendedMs + delay });
  }
  return judgeDelivery(ledger.close(seconds * 1_000 + watchedMs), asked);
};

describe('a delivery is', () => {
  it('held where all is in time', () => {
    const { outcome, reason } = judge(60, () => 300);
    expect(outcome).toBe('held');
    expect(reason).toMatch(/^12000 of 12000: 100 %, 99\.969 % to 100 %/);
  });

  it('breached where all is late or lost', () => {
    expect(judge(60, () => 5_001).outcome).toBe('breached');
    expect(judge(60, () => Infinity).outcome).toBe('breached');
  });

  it('breached by an outage of ten seconds in sixty, which is one spell and not 2,000 samples', () => {
    const { outcome, effectiveTotal, total } = judge(60, (at) => (at >= 20_000 && at < 30_000 ? Infinity : 300));
    expect({ outcome, total }).toEqual({ outcome: 'breached', total: 12_000 });
    expect(effectiveTotal).toBeLessThan(60);
  });

  it('inconclusive by an outage of two seconds in sixty, which might as well have been four or none', () => {
    expect(judge(60, (at) => (at >= 20_000 && at < 22_000 ? Infinity : 300)).outcome).toBe('inconclusive');
  });

  it('inconclusive within a single second, which is one draw', () => {
    expect(judge(1, () => 300)).toMatchObject({ outcome: 'inconclusive', total: 200, effectiveTotal: 1 });
  });

  it('inconclusive where the watch ended too soon', () => {
    const { outcome, reason } = judge(60, (at) => (at === 59_000 ? Infinity : 300), 1_000);
    expect(outcome).toBe('inconclusive');
    expect(reason).toMatch(
      /^1 transitions were neither in nor late when the watch ended; without them, 11999 of 11999: 100 %/,
    );
  });
});
