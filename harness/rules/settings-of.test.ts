import { describe, expect, it } from 'vitest';
import { loadRules, settingsOf } from './index.ts';

const rules = [
  loadRules(
    { path: 'r.yml', form: 'rules' },
    `groups:
  - name: g
    rules:
      - { alert: A, expr: 'rate(x[5m]) > 1', for: 2m, labels: { severity: critical } }
  - name: own
    interval: 1s
    labels: { team: b }
    rules: [{ alert: B, expr: up == 0 }]
`,
  ),
];
const prometheus = `global: { scrape_interval: 15s, evaluation_interval: 20s }
scrape_configs: [{ job_name: j, scrape_interval: 2s }]`;
const routed = (...routes: string[]) => `route:
  receiver: a
  group_wait: 1m
  routes:
${routes.map((each) => `    - ${each}`).join('\n')}`;
const groupWait = (...routes: string[]) =>
  settingsOf({ prometheus, alertmanager: routed(...routes), rules, alertname: 'A', labels: { job: 'j' } }).groupWaitMs;

describe('settingsOf', () => {
  it('takes what is written and the defaults for what is not', () => {
    expect(settingsOf({ prometheus, alertmanager: 'route: { receiver: a }', rules, alertname: 'A' })).toEqual({
      scrapeIntervalMs: 15_000,
      scrapeTimeoutMs: 10_000,
      evaluationIntervalMs: 20_000,
      forMs: 120_000,
      windowMs: 300_000,
      groupWaitMs: 30_000,
      groupIntervalMs: 300_000,
    });
  });

  it('takes the interval of the rule group and of the scrape job', () => {
    const settings = settingsOf({ prometheus, alertmanager: 'route: {}', rules, alertname: 'B', job: 'j' });
    expect(settings).toMatchObject({
      evaluationIntervalMs: 1000,
      forMs: 0,
      scrapeIntervalMs: 2000,
      scrapeTimeoutMs: 2000,
    });
  });

  it.each([
    ['{ matchers: [severity="critical"], group_wait: 2s }', 2000],
    ['{ matchers: [severity = critical], group_wait: 2s }', 2000],
    [`{ matchers: ['{severity="critical", alertname=~"A|B"}'], group_wait: 2s }`, 2000],
    ['{ matchers: [severity!="critical"], group_wait: 2s }', 60_000],
    ['{ matchers: [severity=~"crit"], group_wait: 2s }', 60_000],
    ['{ matchers: [severity=~"(?i)CRIT.*", team!~".+"], group_wait: 2s }', 2000],
    ['{ match: { severity: critical, job: j }, group_wait: 2s }', 2000],
    ['{ match_re: { severity: "warn|crit" }, group_wait: 2s }', 60_000],
    ['{ match: { alertname: A }, routes: [{ match: { team: c }, group_wait: 2s }] }', 60_000],
    ['{ match: { alertname: A }, routes: [{ match: { job: j }, group_wait: 2s }], group_wait: 3s }', 2000],
    ['{ group_wait: 2s }', 2000],
  ])('follows the route %s', (route, ms) => {
    expect(groupWait(route, '{ group_wait: 7s, match: { alertname: other } }')).toBe(ms);
  });

  it('takes the first route that fits, and the labels of the rule group', () => {
    expect(groupWait('{ group_wait: 2s }', '{ group_wait: 3s }')).toBe(2000);
    const alertmanager = routed('{ matchers: [team=b], group_wait: 4s }');
    expect(settingsOf({ prometheus, alertmanager, rules, alertname: 'B' }).groupWaitMs).toBe(4000);
  });

  it('refuses an alert that no rule defines, and a duration that is none', () => {
    expect(() => settingsOf({ prometheus, alertmanager: 'route: {}', rules, alertname: 'C' })).toThrow(
      expect.objectContaining({ code: 'DRILL_INVALID' }),
    );
    expect(() => groupWait('{ group_wait: 5 }')).toThrow('not a duration; got 5');
  });
});
