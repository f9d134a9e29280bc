import { expect, test } from 'vitest';
import { createLogger } from '../logging/logger.ts';
import { createMetrics } from '../metrics/metrics.ts';
import { openSqliteStore } from '../store/sqlite-store.ts';
import { aResolvedAlert, aWebhook, anAlert } from '../testing/fixtures.ts';
import { injectCollector } from '../testing/inject.ts';
import { manualClock } from '../testing/manual-clock.ts';
import { until } from '../testing/wait-for.ts';
import { createHealth } from './health.ts';
import { createServer } from './server.ts';

const errors = (reason: string): string => `cano_alerts_errors_total{reason="${reason}"}`;

test('a webhook is accepted, counted and processed', async () => {
  await using collector = await injectCollector();
  const response = await collector.post(aWebhook([anAlert(), anAlert({ fingerprint: 'other' })]));
  expect(response.statusCode).toBe(202);
  expect(response.json()).toEqual({ status: 'accepted', alerts: 2, duplicates: 0 });
  expect(await collector.metric('cano_alerts_received_total')).toBe(2);
  await until('both alerts processed', async () => (await collector.metric('cano_alerts_processed_total')) === 2);
  expect(await collector.metric('cano_alerts_processing_duration_seconds_count')).toBe(2);
  expect(await collector.metric('cano_http_requests_total{method="POST",path="/api/alerts",status="202"}')).toBe(1);
});

test('a repeat is accepted and counted as such, its resolution is new', async () => {
  await using collector = await injectCollector();
  await collector.post(aWebhook());
  expect((await collector.post(aWebhook())).json()).toMatchObject({ duplicates: 1 });
  expect((await collector.post(aWebhook([aResolvedAlert()]))).json()).toMatchObject({ duplicates: 0 });
  expect(await collector.metric('cano_alerts_deduplicated_total')).toBe(1);
});

test.each([
  ['bad JSON', '{"version"'],
  ['another version', { ...aWebhook(), version: '3' }],
  ['no alerts', { ...aWebhook(), alerts: [] }],
  ['a missing field', { version: '4', status: 'firing' }],
  ['a label that is no text', aWebhook([anAlert({ labels: { n: 1 as unknown as string } })])],
  ['a resolved alert without an end', aWebhook([anAlert({ status: 'resolved' })])],
  ['an empty body', ''],
])('%s is malformed: 400, a reason and one error', async (_title, body) => {
  await using collector = await injectCollector();
  const response = await collector.post(body);
  expect(response.statusCode).toBe(400);
  expect(response.json()).toEqual({ error: expect.any(String) as string });
  expect(await collector.metric(errors('malformed'))).toBe(1);
  expect(await collector.metric('cano_alerts_received_total')).toBe(0);
});

test('the reason stays short however much is wrong, and whatever it is called', async () => {
  await using collector = await injectCollector();
  const labels = { ['a-'.repeat(50_000)]: 1 as unknown as string };
  const response = await collector.post(aWebhook(Array.from({ length: 30 }, () => anAlert({ labels }))));
  const { error } = response.json() as { error: string };
  expect(response.statusCode).toBe(400);
  expect(error.length).toBeLessThan(5_000);
  expect(error).toMatch(/; and 20 more$/);
});

test('refusals leave one line a second in the log, with the number of those kept back', async () => {
  const clock = manualClock();
  await using collector = await injectCollector({ modules: { clock } });
  const refusals = () => collector.logs.filter(({ msg }) => msg === 'request refused');
  for (const body of ['{', { version: '3' }, '[']) await collector.post(body);
  clock.advance(1_000);
  await collector.post({ version: '3' });
  expect(refusals()).toMatchObject([
    { level: 'warn', status: 400, reason: expect.any(String) as string, suppressed: 0 },
    { suppressed: 2 },
  ]);
  expect(await collector.metric(errors('malformed'))).toBe(4);
});

test('a body above the limit gets 413, another content type 415', async () => {
  await using collector = await injectCollector({ env: { MAX_BODY_BYTES: '100' } });
  expect((await collector.post(aWebhook())).statusCode).toBe(413);
  expect((await collector.post('text', { 'content-type': 'text/plain' })).statusCode).toBe(415);
  expect(await collector.metric(errors('rejected'))).toBe(2);
});

test('a token is asked for when one is set', async () => {
  await using collector = await injectCollector({ env: { API_TOKEN: 'right' } });
  expect((await collector.post(aWebhook())).statusCode).toBe(401);
  expect((await collector.post(aWebhook(), { authorization: 'Bearer wrong' })).statusCode).toBe(401);
  expect((await collector.post(aWebhook(), { authorization: 'Bearer right' })).statusCode).toBe(202);
  expect(await collector.metric(errors('unauthorized'))).toBe(2);
});

test('a full queue gets 429 with Retry-After', async () => {
  const config = `destinations:\n  - { name: hook, type: webhook, url: 'http://127.0.0.1:9/in' }\n`;
  await using collector = await injectCollector({ env: { QUEUE_LIMIT: '1' }, config });
  expect((await collector.post(aWebhook())).statusCode).toBe(202);
  const refused = await collector.post(aWebhook([anAlert({ fingerprint: 'other' })]));
  expect(refused.statusCode).toBe(429);
  expect(refused.headers).toHaveProperty('retry-after', '5');
  expect(await collector.metric(errors('rejected'))).toBe(1);
  expect(await collector.metric('cano_queue_depth')).toBe(1);
});

test('a failing store gets 503 with Retry-After, and health says so', async () => {
  const full = () => Promise.reject(new Error('disk full'));
  await using collector = await injectCollector({
    modules: {
      openStore: ({ dataDir }) => Promise.resolve({ ...openSqliteStore(dataDir), append: full, check: full }),
    },
  });
  const refused = await collector.post(aWebhook());
  expect(refused.statusCode).toBe(503);
  expect(refused.headers).toHaveProperty('retry-after');
  expect(await collector.metric(errors('storage'))).toBe(1);
  const health = await collector.app.inject({ url: '/health' });
  expect([health.statusCode, health.json()]).toEqual([503, { status: 'error' }]);
  const details = await collector.app.inject({ url: '/health/detailed' });
  expect(details.statusCode).toBe(503);
  expect(details.json()).toMatchObject({ status: 'degraded', components: { database: 'error: writes fail' } });
});

test('a stopping collector gets 503 with Retry-After, and counts no error', async () => {
  const metrics = createMetrics({ queueDepth: () => 0, configModifiedAt: () => Promise.resolve(0) });
  const app = createServer({
    ingest: () => Promise.reject(new Error('not to be called')),
    health: createHealth({
      clock: manualClock(),
      configError: () => undefined,
      failingDestinations: () => [],
      checkStore: () => Promise.resolve(),
    }),
    metrics,
    logger: createLogger({ logLevel: 'error', logFormat: 'json' }),
    refusalLimit: () => undefined,
    apiToken: undefined,
    maxBodyBytes: 1_000,
    requestTimeoutMs: 1_000,
    isStopping: () => true,
  });
  const refused = await app.inject({ method: 'POST', url: '/api/alerts', payload: aWebhook() });
  expect(refused.statusCode).toBe(503);
  expect(refused.headers).toMatchObject({ 'retry-after': '5', connection: 'close' });
  expect((await metrics.render()).body).not.toMatch(/^cano_alerts_errors_total\{/m);
  await app.close();
});
