import { describe, expect, it } from 'vitest';
import { analyse, caseReasons } from './index.ts';

const reasons = (expr: string, forMs: number) => {
  const { 'just-under': under, 'shorter-than-for': shorter } = caseReasons(analyse(expr), forMs);
  return [under, shorter];
};
const minuteMs = 60_000;

describe('caseReasons', () => {
  it.each([
    ['up{job="a"} == 0', 1, '`up` is 0 or 1', 'possible'],
    ['rate(x[5m]) > 0.1', 2, 'possible', 'possible'],
    [
      'rate(x[5m]) > 0',
      1,
      'the threshold of rate(x[5m]) is 0',
      'one event stays in the window of 5m, which is not shorter than for 1m',
    ],
    ['rate(x[5m]) > 0', 10, 'is 0', 'possible'],
    ['rate(x[5m]) > 0.003', 1, 'one event in a window of 5m reaches the threshold', 'possible'],
    ['increase(x[1h]) > 5', 5, 'possible', 'possible'],
    ['histogram_quantile(0.95, rate(x_bucket[5m])) > 5', 2, 'possible', 'slow observations stay in the window of 5m'],
    ['histogram_quantile(0.95, rate(x_bucket[5m])) > 5', 10, 'possible', 'possible'],
    [
      'rate(x{s="1"}[5m]) / rate(x[5m]) > 0.1',
      5,
      'divides each series by itself',
      'one event stays in the window of 5m',
    ],
    ['rate(x{s="1"}[5m]) / rate(x[5m]) > 0.1', 10, 'divides each series by itself', 'possible'],
    ['sum(rate(x[5m])) / sum(limit) > 0.8', 15, 'possible', 'possible'],
    ['time() - x > 86400', 60, 'possible', 'possible'],
    ['time() - x > 86400', 0, 'possible', 'the rule has no for'],
    ['absent(x)', 5, 'compared with no number', 'possible'],
  ])('%s for %d min', (...[expr, minutes, under, shorter]) => {
    const [just, short] = reasons(expr, minutes * minuteMs);
    expect(just).toContain(under);
    expect(short).toContain(shorter);
  });
});
