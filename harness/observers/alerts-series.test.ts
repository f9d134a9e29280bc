import { expect, test } from 'vitest';
import { alertsSeries } from './alerts-series.ts';
import { recorded, serveAnswers } from './testing/answers.ts';
import { Watched } from './testing/watched.ts';

const at = 1_795_246_236_826;
const labels = { alertname: 'CanoCollectorDown', instance: '127.0.0.1:33069' };

const collect = async (answer: string, to: number) => {
  await using prometheus = await serveAnswers({ '/api/v1/query': answer });
  const watched = new Watched({ prometheusUrl: prometheus.url });
  await alertsSeries.collect?.(watched.context, { from: at - 1_000, to });
  return { watched, asked: prometheus.asked };
};

const firing = (times: readonly number[]): string => {
  const metric = { __name__: 'ALERTS', alertstate: 'firing', ...labels };
  const values = times.map((time) => [time / 1000, '1']);
  return JSON.stringify({ status: 'success', data: { resultType: 'matrix', result: [{ metric, values }] } });
};

test('dates each state by its samples, and cleared by the evaluation after the last firing one', async () => {
  const { watched, asked } = await collect(recorded('alerts-series.json'), at + 10_000);
  expect(watched.seen.map(({ seen, when }) => [seen, when - at])).toEqual([
    ['pending', 0],
    ['firing', 1_000],
    ['cleared', 4_250],
  ]);
  expect(watched.seen[0]?.labels).toMatchObject(labels);
  expect(watched.seen[0]?.labels).not.toHaveProperty('__name__');
  expect(asked[0]?.searchParams.get('query')).toBe('ALERTS[12s]');
  expect(watched.verdicts).toEqual([{ ok: true, detail: '2 series' }]);
});

test('leaves an alert uncleared that fires to the end of the span', async () => {
  const { watched } = await collect(recorded('alerts-series.json'), at + 4_100);
  expect(watched.story).toEqual(['CanoCollectorDown pending', 'CanoCollectorDown firing']);
});

test('tells two firings apart by the gap between them, and overlooks a missed evaluation', async () => {
  const times = [0, 250, 750, 1_000, 4_000, 4_250].map((offset) => at + offset);
  const { watched } = await collect(firing(times), at + 10_000);
  expect(watched.seen.map(({ seen, when }) => [seen, when - at])).toEqual([
    ['firing', 0],
    ['cleared', 1_250],
    ['firing', 4_000],
    ['cleared', 4_500],
  ]);
});

test('throws when Prometheus refuses', async () => {
  await expect(collect('{"status":"error"}', at)).rejects.toThrow();
});
