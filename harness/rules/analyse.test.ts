import { describe, expect, it } from 'vitest';
import { analyse } from './index.ts';

describe('analyse', () => {
  it.each([
    ['up{job="cano-collector"} == 0', 'up', '==', 0, 0, 'up{job="cano-collector"}'],
    ['rate(cano_alerts_errors_total[5m]) > 0.1', 'rate', '>', 0.1, 300_000, 'rate(cano_alerts_errors_total[5m])'],
    [
      'histogram_quantile(0.95, rate(d_bucket[5m])) > 5',
      'quantile',
      '>',
      5,
      300_000,
      'histogram_quantile(0.95, rate(d_bucket[5m]))',
    ],
    [
      'time() - cano_backup_last_success_timestamp > 86400',
      'age',
      '>',
      86_400,
      0,
      'time() - cano_backup_last_success_timestamp',
    ],
    ['time()   -max(x) > 30 * 24 * 3600', 'age', '>', 2_592_000, 0, 'time()   -max(x)'],
    ['time() - x > 1h30m', 'age', '>', 5400, 0, 'time() - x'],
    ['0.1 < rate(x[1h30m])', 'rate', '>', 0.1, 5_400_000, 'rate(x[1h30m])'],
    ['((rate(x[5m])) >= (2))', 'rate', '>=', 2, 300_000, '(rate(x[5m]))'],
    ['increase(x[1h] offset 5m) > 5', 'rate', '>', 5, 3_600_000, 'increase(x[1h] offset 5m)'],
    ['sum by (a) (rate(x[5m])) > 1', 'rate', '>', 1, 300_000, 'sum by (a) (rate(x[5m]))'],
    ['sum(rate(x[5m])) without (a) > 1', 'rate', '>', 1, 300_000, 'sum(rate(x[5m])) without (a)'],
    ['count(rate(x[5m])) > 1', 'other', '>', 1, 300_000, 'count(rate(x[5m]))'],
    ['rate(x[5m]) < 1', 'other', '<', 1, 300_000, 'rate(x[5m])'],
    ['rate(x[5m]) > bool 1', 'other', '>', 1, 300_000, 'rate(x[5m])'],
    ['rate(a[5m]) / rate(b[10m]) > 0.05', 'ratio', '>', 0.05, 600_000, 'rate(a[5m]) / rate(b[10m])'],
    [
      'rate(a{s=~"5.."}[5m]) / rate(a[5m]) > 0.1',
      'self-ratio',
      '>',
      0.1,
      300_000,
      'rate(a{s=~"5.."}[5m]) / rate(a[5m])',
    ],
    [
      '0.1 < rate(a{s=~"5..",x="y"}[5m])/rate(a{ x="y" }[5m])',
      'self-ratio',
      '>',
      0.1,
      300_000,
      'rate(a{s=~"5..",x="y"}[5m])/rate(a{ x="y" }[5m])',
    ],
    ['rate(a[5m]) / rate(a{s="1"}[5m]) > 0.1', 'ratio', '>', 0.1, 300_000, 'rate(a[5m]) / rate(a{s="1"}[5m])'],
    [
      'rate(a{s="1"}[5m]) / ignoring(s) rate(a[5m]) > 1',
      'ratio',
      '>',
      1,
      300_000,
      'rate(a{s="1"}[5m]) / ignoring(s) rate(a[5m])',
    ],
    ['rate(a{s="1"}[5m]) / rate(a[10m]) > 1', 'ratio', '>', 1, 600_000, 'rate(a{s="1"}[5m]) / rate(a[10m])'],
    [
      'sum(rate(a{s="1"}[5m])) / sum(rate(a[5m])) > 1',
      'ratio',
      '>',
      1,
      300_000,
      'sum(rate(a{s="1"}[5m])) / sum(rate(a[5m]))',
    ],
    [
      'sum(rate(a[5m])) by (p) / sum(l) by (p) > 0.8',
      'ratio',
      '>',
      0.8,
      300_000,
      'sum(rate(a[5m])) by (p) / sum(l) by (p)',
    ],
    ['rate(a[5m]) / 60 > 0.8', 'other', '>', 0.8, 300_000, 'rate(a[5m]) / 60'],
    ['a / rate(b[5m]) > 0.8', 'other', '>', 0.8, 300_000, 'a / rate(b[5m])'],
    ['up < 1', 'up', '<', 1, 0, 'up'],
    ['up == 1', 'other', '==', 1, 0, 'up'],
    ['x > -1.5e3', 'other', '>', -1500, 0, 'x'],
    ['x > -(0x1F)', 'other', '>', -31, 0, 'x'],
    ['x > 1_000', 'other', '>', 1000, 0, 'x'],
    ['x > -1h', 'other', '>', -3600, 0, 'x'],
    ['x > - 010', 'other', '>', -8, 0, 'x'],
    ['x != +Inf', 'other', '!=', Infinity, 0, 'x'],
    ['x # 5m\n > 3 # [7m]', 'other', '>', 3, 0, 'x'],
    [
      'max_over_time(rate(x[5m])[30m:1m] @ 1609746000) > 1',
      'other',
      '>',
      1,
      2_100_000,
      'max_over_time(rate(x[5m])[30m:1m] @ 1609746000)',
    ],
  ])('%s', (expr, ...shape) => {
    const { kind, operator, threshold, windowMs, lhs } = analyse(expr);
    expect([kind, operator, threshold, windowMs, lhs]).toEqual(shape);
  });

  it('says whether a threshold counts a second or the whole window', () => {
    expect(analyse('rate(x[5m]) > 1').per).toBe('second');
    expect(analyse('max(increase(x[5m])) > 1').per).toBe('window');
  });

  it('names the metrics, however they are named', () => {
    const expr = 'a{x="y"} + {__name__="b"} + {"c.d", x="y"} + {__name__=~"e.*"} + a > 1';
    expect(analyse(expr).metrics).toEqual(['a', 'b', 'c.d']);
  });

  it('sees what is absent, and an expression without a threshold', () => {
    expect(analyse('absent(up{job="a"} == 1)')).toMatchObject({
      kind: 'other',
      operator: '',
      threshold: NaN,
      absent: true,
    });
    expect(analyse('absent_over_time(x[5m])')).toMatchObject({ absent: true, windowMs: 300_000 });
    expect(analyse('up == 0 and on(job) x > 1')).toMatchObject({ threshold: NaN, absent: false });
    expect(analyse('rate(')).toMatchObject({ kind: 'other', lhs: 'rate(' });
  });
});
