import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { compressAlertmanager, compressPrometheus, prometheusFlags } from './index.ts';

const scaledPrometheus = (text: string, speed: number) =>
  parse(compressPrometheus(text, 'p.yml', speed).text) as unknown;
const scaledAlertmanager = (text: string, speed: number) =>
  parse(compressAlertmanager(text, 'a.yml', speed).text) as unknown;

describe('compressPrometheus', () => {
  it('divides the global durations and those of each job', () => {
    const text = `global: { scrape_interval: 15s, scrape_timeout: 10s, evaluation_interval: 15s }
scrape_configs:
  - { job_name: a, scrape_interval: 1m, scrape_timeout: 30s }
  - { job_name: b }
`;
    expect(scaledPrometheus(text, 60)).toEqual({
      global: { scrape_interval: '250ms', scrape_timeout: '250ms', evaluation_interval: '250ms' },
      scrape_configs: [{ job_name: 'a', scrape_interval: '1s', scrape_timeout: '1s' }, { job_name: 'b' }],
    });
    expect(compressPrometheus(text, 'p.yml', 60).rewrites).toContainEqual({
      where: 'p.yml › scrape_configs a › scrape_timeout',
      from: '30s',
      to: '1s',
    });
  });

  it('keeps a timeout at a second, or at the interval where that is less, and scales what is longer', () => {
    const text = `global: { scrape_interval: 1m, scrape_timeout: 30s }
scrape_configs: [{ job_name: a, scrape_timeout: 20s }, { job_name: b, scrape_interval: 10s, scrape_timeout: 5s }]
`;
    expect(scaledPrometheus(text, 20)).toMatchObject({
      global: { scrape_interval: '3s', scrape_timeout: '1s500ms' },
      scrape_configs: [{ scrape_timeout: '1s' }, { scrape_interval: '500ms', scrape_timeout: '500ms' }],
    });
  });

  it('writes the defaults out', () => {
    expect(scaledPrometheus('{}', 10)).toEqual({
      global: { scrape_interval: '6s', scrape_timeout: '1s', evaluation_interval: '6s' },
    });
  });

  it('takes an interval under 10 s as the timeout that is not written, as Prometheus does', () => {
    expect(scaledPrometheus('global: { scrape_interval: 5s }', 10)).toMatchObject({
      global: { scrape_interval: '500ms', scrape_timeout: '500ms' },
    });
  });

  it('leaves the text alone at speed 1', () => {
    expect(compressPrometheus('# mine\nglobal: {}\n', 'p.yml', 1)).toEqual({
      text: '# mine\nglobal: {}\n',
      rewrites: [],
    });
  });

  it('refuses a duration that is none, and says where', () => {
    expect(() => compressPrometheus('global:\n  scrape_interval: often', 'p.yml', 1)).toThrow(
      'p.yml:2:20: scrape_interval is no duration; expected such as 5m; got often',
    );
  });
});

describe('compressAlertmanager', () => {
  it('divides the timers of every route and writes the defaults of the root out', () => {
    const text = `route:
  receiver: a
  group_wait: 1m
  routes:
    - { matchers: [a="b"], group_interval: 2m, routes: [{ repeat_interval: 1h }] }
`;
    expect(scaledAlertmanager(text, 60)).toEqual({
      route: {
        receiver: 'a',
        group_wait: '1s',
        routes: [{ matchers: ['a="b"'], group_interval: '2s', routes: [{ repeat_interval: '1m' }] }],
        group_interval: '5s',
        repeat_interval: '4m',
      },
      global: { resolve_timeout: '5s' },
    });
    expect(
      compressAlertmanager(text, 'a.yml', 60).rewrites.map(({ where, from, to }) => `${where} ${from} ${to}`),
    ).toEqual([
      'a.yml › global › resolve_timeout 5m 5s',
      'a.yml › route › group_wait 1m 1s',
      'a.yml › route › group_interval 5m 5s',
      'a.yml › route › repeat_interval 4h 4m',
      'a.yml › route › routes 0 › group_interval 2m 2s',
      'a.yml › route › routes 0 › routes 0 › repeat_interval 1h 1m',
    ]);
  });

  it('divides a route that stands for several only once', () => {
    const text = 'route:\n  receiver: a\n  routes:\n    - &r { group_wait: 1m }\n    - *r\n';
    expect(compressAlertmanager(text, 'a.yml', 60).text).toContain('group_wait: 1s }');
  });

  it.each([
    ['route: { receiver: a, group_wait: soon }', 'a.yml:1:35: group_wait is no duration'],
    ['route:\n  receiver: a\n  routes:\n    - group_interval: -5m', 'a.yml:4:23: group_interval is no duration'],
    ['receivers: []', 'a.yml:1:1: a key is missing; expected route'],
    ['route: [', 'a.yml:1:9'],
    ['route: a', 'a.yml:1:8: not a route'],
  ])('refuses %j, and says where', (text, message) => {
    expect(() => compressAlertmanager(text, 'a.yml', 60)).toThrow(message);
    expect(() => compressAlertmanager(text, 'a.yml', 60)).toThrow(
      expect.objectContaining({ code: 'ALERTMANAGER_CONFIG_INVALID' }),
    );
  });
});

describe('prometheusFlags', () => {
  it('divides the flags that are durations, and sets none at speed 1', () => {
    expect(prometheusFlags(1)).toEqual([]);
    expect(prometheusFlags(60)).toEqual([
      '--query.lookback-delta=5s',
      '--rules.alert.resend-delay=1s',
      '--rules.alert.for-grace-period=10s',
      '--rules.alert.for-outage-tolerance=1m',
    ]);
  });
});
