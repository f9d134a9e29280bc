import { expect, test } from 'vitest';
import { observePanels } from './panel-data.ts';
import { serveAnswers } from './testing/answers.ts';
import { Watched } from './testing/watched.ts';

const span = { from: 1_000, to: 11_000 };
const query = { panel: 'a.panel.1', form: 'own', expr: 'rate(a[5s])' } as const;

const shown = async (...series: readonly (readonly string[])[]) => {
  const result = series.map((values) => ({ metric: {}, values: values.map((value, index) => [index, value]) }));
  await using prometheus = await serveAnswers({ '/api/v1/query_range': JSON.stringify({ data: { result } }) });
  const watched = new Watched({ prometheusUrl: prometheus.url });
  await observePanels(watched.context, [query], span);
  return { asked: prometheus.asked, event: watched.events[0] };
};

test('a panel has data where a series has a number', async () => {
  const { asked, event } = await shown(['NaN', '0', '2.5'], ['NaN', '+Inf'], ['1']);
  expect(event).toMatchObject({ type: 'panels', answers: [{ ...query, seen: 'data', series: 2, last: 2.5 }] });
  const { searchParams } = asked[0]!;
  expect(searchParams.get('query')).toBe('rate(a[5s])');
  expect([searchParams.get('start'), searchParams.get('end')]).toEqual(['1', '11']);
  expect(Number(searchParams.get('step'))).toBeGreaterThan(0);
});

test('numbers that are all 0 are told apart', async () => {
  expect((await shown(['0', '0'])).event).toMatchObject({ answers: [{ seen: 'data', isZero: true, last: 0 }] });
  expect(JSON.stringify((await shown(['0', '1'])).event)).not.toContain('isZero');
});

test('it has none without series, and with NaN alone', async () => {
  expect((await shown()).event).toMatchObject({ answers: [{ seen: 'no data', series: 0 }] });
  expect((await shown(['NaN', 'NaN'])).event).toMatchObject({ answers: [{ seen: 'no data', series: 0 }] });
});

test.each([400, 422])('a query that Prometheus refuses with %i is an error, and says why', async (status) => {
  const body = JSON.stringify({ status: 'error', errorType: 'bad_data', error: 'parse error: unexpected )' });
  await using prometheus = await serveAnswers({ '/api/v1/query_range': { status, body } });
  const watched = new Watched({ prometheusUrl: prometheus.url });
  await observePanels(watched.context, [query], span);
  expect(watched.events[0]).toMatchObject({
    answers: [{ seen: 'error', series: 0, error: 'parse error: unexpected )' }],
  });
});

test('a Prometheus that is gone, or has no such path, is no answer', async () => {
  const gone = new Watched({ prometheusUrl: 'http://127.0.0.1:9' });
  await expect(observePanels(gone.context, [query], span)).rejects.toMatchObject({ code: 'OBSERVER_UNREACHABLE' });
  await using prometheus = await serveAnswers({});
  const lost = new Watched({ prometheusUrl: prometheus.url });
  await expect(observePanels(lost.context, [query], span)).rejects.toMatchObject({ code: 'OBSERVER_UNREACHABLE' });
});
