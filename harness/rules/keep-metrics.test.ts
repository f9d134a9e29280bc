import { expect, test } from 'vitest';
import { keepMetrics } from './keep-metrics.ts';

test.each([
  ['sum(rate(a[5m])) by (le)', 'sum(rate({__name__="a",__name__=~"a|b_.*"}[5m])) by (le)'],
  ['a{x="1", y=~"2,3"} / b', '{__name__="a",x="1", y=~"2,3",__name__=~"a|b_.*"} / {__name__="b",__name__=~"a|b_.*"}'],
  ['a{x="1",}', '{__name__="a",x="1",__name__=~"a|b_.*"}'],
  ['{x="1"} offset 5m', '{x="1",__name__=~"a|b_.*"} offset 5m'],
  ['a{}', '{__name__="a",__name__=~"a|b_.*"}'],
  ['vector(1)', 'vector(1)'],
])('%s finds only what is kept', (expr, restricted) => {
  expect(keepMetrics(expr, 'a|b_.*')).toBe(restricted);
});

test('a regular expression is quoted as PromQL quotes strings', () => {
  expect(keepMetrics('a', 'a\\.b"')).toBe('{__name__="a",__name__=~"a\\\\.b\\""}');
});
