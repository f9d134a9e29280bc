import { expect, it } from 'vitest';
import { asksAboutScrapes } from './asks-about-scrapes.ts';

it.for([
  ['up{job="a"} == 0', true],
  ['sum(up) < 2', true],
  ['absent(a_total)', true],
  ['absent_over_time(a_total[5m])', true],
  ['(rate(a_total[5m]) or vector(0)) < 1', true],
  ['rate(a_total[5m]) > 0.1', false],
  ['backup_up{kind="absent"} == 0', false],
  ['a_vector > 1', false],
] as const)('%s: %s', ([expr, asks]) => {
  expect(asksAboutScrapes(expr)).toBe(asks);
});
