import { describe, expect, it } from 'vitest';
import { judgeDrill } from './judge-drill.ts';
import { failed, plan, silent } from './testing/record.ts';

const alertname = 'CanoCollectorHighErrorRate';
const judge = (max: number | undefined) => {
  const share = { atLeast: 0.6, under: 1 };
  const expectations = [{ alertname, behaviour: 'silent', timed: true, form: 'documented', share } as const];
  return judgeDrill(
    silent('silent', {
      plan: plan({ case: 'just-under', expectations: [...expectations] }),
      expressions: [{ alertname, threshold: 0.1, max, samples: max === undefined ? 0 : 40 }],
    }),
  );
};

describe('a drill just under a threshold', () => {
  it.each([0.06, 0.08, 0.0999])('holds when the expression came to %d of 0.1', (max) => {
    expect(judge(max).outcome).toBe('held');
  });

  it.each([
    [0.0599, '59.9 %', '0.05990'],
    [0, '0.0 %', '0.000'],
    [0.10001, '100.1 %', '0.1000'],
    [0.1, '100.0 %', '0.1000'],
    [0.15, '150.0 %', '0.1500'],
  ])('is breached when the expression came to %d of 0.1', (max, percent, value) => {
    const verdict = judge(max);
    expect(failed(verdict)).toEqual([`breached: ${alertname} near its threshold`]);
    expect(verdict.reasons).toEqual([
      `${alertname}: expected 60.0 % to under 100.0 % of the threshold, seen at most ${percent} (${value} of 0.1) (documented at 000 › Alerting Rules, l. 71-78)`,
    ]);
  });

  it('is breached when the expression had no value', () => {
    const verdict = judge(undefined);
    expect(verdict.outcome).toBe('breached');
    expect(verdict.reasons).toEqual([
      `${alertname}: expected 60.0 % to under 100.0 % of the threshold, but the expression had no value (documented at 000 › Alerting Rules, l. 71-78)`,
    ]);
  });

  it('is errored when nobody looked at the expression', () => {
    const share = { atLeast: 0.6, under: 1 };
    const expectations = [{ alertname, behaviour: 'silent', timed: true, form: 'documented', share } as const];
    const verdict = judgeDrill(silent('silent', { plan: plan({ expectations: [...expectations] }) }));
    expect(verdict.outcome).toBe('errored');
  });
});
