import { describe, expect, it } from 'vitest';
import type { Expectation } from '../contract/index.ts';
import { bystanderLimits } from './bystander-limits.ts';
import { loadRules } from './load-rules.ts';

const rules = (text: string) => [
  loadRules({ path: 'rules.yml', form: 'rules' }, `groups: [{ name: g, rules: [${text}] }]`),
];
const down = '{ alert: Down, expr: "up == 0", for: 1m }';
const expectation = (alertname: string, behaviour: Expectation['behaviour']): Expectation => ({
  ...{ alertname, behaviour, timed: true, form: 'documented' },
});

describe('bystanderLimits', () => {
  it('keeps two seconds of for to an alert that asks about scrapes and must stay silent', () => {
    const [limit, ...others] = bystanderLimits({ expectations: [expectation('Old', 'fires-and-clears')] }, rules(down));
    expect(limit).toEqual({
      max: 30,
      because: 'Down, which failed scrapes could fire: its for 1m is at least 2s up to speed 30',
    });
    expect(others).toEqual([]);
  });

  it.each([
    ['is to fire', { expectations: [expectation('Down', 'fires')] }, down],
    ['must fire beside it', { expectations: [], companions: { must: ['Down'] } }, down],
    ['may fire beside it', { expectations: [], companions: { may: ['Down'] } }, down],
    ['has no for', { expectations: [] }, '{ alert: Down, expr: "up == 0" }'],
    ['asks about something else', { expectations: [] }, '{ alert: Slow, expr: "x > 1", for: 1m }'],
    ['is a recording', { expectations: [] }, '{ record: a:b, expr: "up == 0" }'],
  ] as const)('sets no limit for one that %s', (_, drill, text) => {
    expect(bystanderLimits(drill, rules(text))).toEqual([]);
  });

  it('limits also what must stay silent by its own expectation, though it be under real time', () => {
    const [limit] = bystanderLimits(
      { expectations: [expectation('Down', 'silent')] },
      rules('{ alert: Down, expr: "absent(up)", for: 1s }'),
    );
    expect(limit).toMatchObject({ max: 0.5 });
  });
});
