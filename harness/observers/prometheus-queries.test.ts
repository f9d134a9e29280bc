import { describe, expect, test } from 'vitest';
import { canoCollector } from '../../fixtures/systems/cano-collector/system.ts';
import { systemClock } from '../core/index.ts';
import { observeMaximum } from './expression-maximum.ts';
import { failedScrapes } from './failed-scrapes.ts';
import { missedEvaluations } from './missed-evaluations.ts';
import { steadyState } from './steady-state.ts';
import { recorded, serveAnswers } from './testing/answers.ts';
import { stackOf, Watched } from './testing/watched.ts';

const span = { from: 1_000, to: 11_000 };

const steady = async (answers: Record<string, string>, wanted = 3) => {
  await using prometheus = await serveAnswers(answers);
  return await steadyState(stackOf({ prometheusUrl: prometheus.url, clock: systemClock }), canoCollector, wanted);
};
const scraped = { '/api/v1/query': recorded('good-scrapes.json') };
const evaluated = { '/api/v1/rules': recorded('rules-inactive.json') };

describe('the steady state', () => {
  test('is reached with good scrapes and every rule evaluated', async () => {
    const detail = '27 good scrapes, 2 rules evaluated';
    expect(await steady({ ...scraped, ...evaluated })).toEqual({ ready: true, detail });
  });

  test('says what is missing', async () => {
    const unknown = recorded('rules-inactive.json').replace('"health": "ok"', '"health": "unknown"');
    const none = JSON.stringify({ data: { result: [] } });
    expect(await steady({ ...scraped, ...evaluated }, 28)).toMatchObject({
      ready: false,
      detail: expect.stringMatching(/27 good.*expected 28/) as string,
    });
    expect(await steady({ ...evaluated, '/api/v1/query': none })).toMatchObject({
      ready: false,
      detail: expect.stringContaining('0 good scrapes') as string,
    });
    const waiting = await steady({ ...scraped, '/api/v1/rules': unknown });
    expect(waiting).toEqual({ ready: false, detail: '1 of 2 rules not evaluated' });
    const empty = await steady({ ...scraped, '/api/v1/rules': JSON.stringify({ data: { groups: [] } }) });
    expect(empty).toEqual({ ready: false, detail: '0 of 0 rules not evaluated' });
    expect(await steady({})).toMatchObject({ ready: false });
  });
});

test('failed scrapes are the samples of up that are 0', async () => {
  await using prometheus = await serveAnswers({ '/api/v1/query': recorded('up-range.json') });
  expect(await failedScrapes(stackOf({ prometheusUrl: prometheus.url }), canoCollector, span)).toHaveLength(8);
  expect(prometheus.asked[0]?.searchParams.get('query')).toBe('up{job="cano-collector"}[10000ms]');
});

test('missed evaluations are summed over all groups', async () => {
  const text = `${recorded('prometheus-metrics.txt')}prometheus_rule_group_iterations_missed_total{rule_group="b"} 3\n`;
  await using prometheus = await serveAnswers({ '/metrics': text });
  expect(await missedEvaluations(stackOf({ prometheusUrl: prometheus.url }))).toBe(3);
  const gone = missedEvaluations(stackOf({ prometheusUrl: 'http://127.0.0.1:9' }));
  await expect(gone).rejects.toMatchObject({ code: 'OBSERVER_UNREACHABLE' });
});

describe('the maximum of an expression', () => {
  const maximum = async (...values: readonly string[]) => {
    const result = [{ metric: {}, values: values.map((value, index) => [index, value]) }];
    await using prometheus = await serveAnswers({ '/api/v1/query_range': JSON.stringify({ data: { result } }) });
    const watched = new Watched({ prometheusUrl: prometheus.url });
    await observeMaximum(watched.context, { alertname: 'A', lhs: 'rate(a[5m])', threshold: 0.1 }, span);
    return watched.events[0];
  };

  test('is that of its finite values', async () => {
    expect(await maximum('-0.5', 'NaN', '0.09', '+Inf', '0.02')).toMatchObject({
      max: 0.09,
      samples: 3,
      threshold: 0.1,
    });
  });

  test('is none where it never had one', async () => {
    expect(await maximum('NaN')).toMatchObject({ max: null, samples: 0 });
  });
});
