import { expect, test } from 'vitest';
import { withGrafanaVariables } from './grafana-variables.ts';

const times = { rangeMs: 3_600_000, intervalMs: 15_000, scrapeIntervalMs: 15_000 };

test.each([
  ['rate(a[$__rate_interval])', 'rate(a[1m])'],
  ['rate(a[${__rate_interval}])', 'rate(a[1m])'],
  ['avg_over_time(a[$__interval])', 'avg_over_time(a[15s])'],
  ['increase(a[$__range]) / $__range_s', 'increase(a[1h]) / 3600'],
  ['a * $__interval_ms / $__range_ms', 'a * 15000 / 3600000'],
  ['a{instance=~"$instance",job=~"${job:regex}",pod=~"[[pod]]"}', 'a{instance=~".*",job=~".*",pod=~".*"}'],
  ['rate(a{b="c"}[5m])', 'rate(a{b="c"}[5m])'],
])('%s is asked as %s', (expr, asked) => {
  expect(withGrafanaVariables(expr, times)).toBe(asked);
});

test('a rate is over an interval and a scrape where points are far apart', () => {
  expect(withGrafanaVariables('[$__rate_interval]', { ...times, intervalMs: 120_000 })).toBe('[2m15s]');
});
