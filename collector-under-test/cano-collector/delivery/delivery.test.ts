import { expect, test } from 'vitest';
import type { Modules } from '../modules.ts';
import { openStore } from '../store/open-store.ts';
import { aResolvedAlert, aWebhook, anAlert } from '../testing/fixtures.ts';
import { hookConfig, injectCollector } from '../testing/inject.ts';
import { startSink } from '../testing/sink.ts';
import { until } from '../testing/wait-for.ts';

const quick = '{ maxAttempts: 3, baseMs: 1, maxMs: 2 }';
const labels = '{destination="hook",type="webhook"}';

test('a repeated alert is delivered once, firing before resolved', async () => {
  await using sink = await startSink();
  await using collector = await injectCollector({ config: hookConfig(sink.url) });
  await collector.post(aWebhook());
  await collector.post(aWebhook());
  await collector.post(aWebhook([aResolvedAlert()]));
  await until('two processed', async () => (await collector.metric('cano_alerts_processed_total')) === 2);
  expect(sink.alerts).toEqual([anAlert(), aResolvedAlert()]);
  expect(await collector.metric(`cano_destination_sent_total${labels}`)).toBe(2);
  expect(await collector.metric('cano_queue_depth')).toBe(0);
});

test('every failed attempt counts at the destination, and none as an alert error once delivered', async () => {
  await using sink = await startSink();
  sink.respond = (_request, response) => response.writeHead(sink.alerts.length < 3 ? 500 : 200).end();
  await using collector = await injectCollector({ config: hookConfig(sink.url, quick) });
  await collector.post(aWebhook());
  await until('processed', async () => (await collector.metric('cano_alerts_processed_total')) === 1);
  expect(await collector.metric(`cano_destination_errors_total${labels}`)).toBe(2);
  expect(await collector.metric(`cano_destination_sent_total${labels}`)).toBe(1);
  expect(await collector.metric('cano_alerts_errors_total{reason="undeliverable"}')).toBe(0);
});

test('an alert given up counts once, whatever the number of destinations', async () => {
  await using sink = await startSink();
  sink.respond = (_request, response) => response.writeHead(500).end();
  const second = `  - { name: second, type: webhook, url: '${sink.url}', retry: ${quick} }\n`;
  await using collector = await injectCollector({ config: hookConfig(sink.url, quick) + second });
  await collector.post(aWebhook());
  await until('processed', async () => (await collector.metric('cano_alerts_processed_total')) === 1);
  expect(await collector.metric('cano_alerts_errors_total{reason="undeliverable"}')).toBe(1);
  expect(await collector.metric(`cano_destination_errors_total${labels}`)).toBe(3);
  expect(collector.logs).toContainEqual(expect.objectContaining({ msg: 'failed to send', error: 'answered 500' }));
  const details = await collector.app.inject({ url: '/health/detailed' });
  expect(details.statusCode).toBe(200);
  expect(details.json()).toMatchObject({ components: { destinations: 'degraded: hook, second failing' } });
});

test('a silent destination does not hold up another', async () => {
  await using silent = await startSink();
  await using sink = await startSink();
  silent.respond = () => undefined;
  const second = `  - { name: silent, type: webhook, url: '${silent.url}' }\n`;
  const env = { SHUTDOWN_TIMEOUT: '50ms', DESTINATION_CONCURRENCY: '2' };
  await using collector = await injectCollector({ config: hookConfig(sink.url) + second, env });
  const alerts = Array.from({ length: 20 }, (_none, index) => anAlert({ fingerprint: `f${index}` }));
  await collector.post(aWebhook(alerts));
  await until('all delivered to the other', () => sink.alerts.length === 20);
  expect(silent.alerts.length).toBe(2);
});

test('an alert goes only to destinations whose labels it matches', async () => {
  await using sink = await startSink();
  const config = hookConfig(sink.url).replace('name: hook', 'name: hook, match: { team: db }');
  await using collector = await injectCollector({ config });
  await collector.post(aWebhook([anAlert({ labels: { team: 'web' } })]));
  await collector.post(aWebhook([anAlert({ labels: { team: 'db' }, fingerprint: 'db' })]));
  await until('both processed', async () => (await collector.metric('cano_alerts_processed_total')) === 2);
  expect(sink.alerts.map((alert) => alert.labels)).toEqual([{ team: 'db' }]);
});

test('destinations with nothing to deliver ask the store nothing, and one question a second is for all', async () => {
  const asked = { due: 0, claims: 0 };
  const counting: Modules['openStore'] = async (settings) => {
    const store = await openStore(settings);
    return {
      ...store,
      destinationsDue: (by) => store.destinationsDue(by).finally(() => (asked.due += 1)),
      claim: (request) => store.claim(request).finally(() => (asked.claims += 1)),
    };
  };
  const others = Array.from({ length: 50 }, (_, index) =>
    hookConfig().replace('destinations:\n', '').replace('hook', `d${index}`),
  );
  await using collector = await injectCollector({
    config: hookConfig() + others.join(''),
    modules: { openStore: counting },
  });
  await until('two questions', () => asked.due > 2);
  expect(asked.claims).toBe(0);
  await collector.post(aWebhook());
  await until('every destination was asked for', async () => (await collector.metric('cano_queue_depth')) === 0);
  expect(asked.claims).toBeGreaterThanOrEqual(51);
});
