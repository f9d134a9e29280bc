import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { Modules } from '../modules.ts';
import { openStore } from '../store/open-store.ts';
import { aWebhook, anAlert } from '../testing/fixtures.ts';
import { hookConfig, injectCollector } from '../testing/inject.ts';
import type { InjectedCollector } from '../testing/inject.ts';
import { startSink } from '../testing/sink.ts';
import { tempDir } from '../testing/temp-dir.ts';
import { until } from '../testing/wait-for.ts';

const reloads = (result: string): string => `cano_config_reloads_total{result="${result}"}`;

async function reloaded(collector: InjectedCollector, result: string): Promise<void> {
  await until(`a reload with ${result}`, async () => ((await collector.metric(reloads(result))) ?? 0) > 0);
}

test('a changed file is used without a restart', async () => {
  await using sink = await startSink();
  await using collector = await injectCollector();
  await writeFile(collector.dir.join('destinations.yaml'), hookConfig(sink.url));
  await reloaded(collector, 'success');
  await collector.post(aWebhook());
  await until('delivery to the new address', () => sink.alerts.length === 1);
});

test('a ConfigMap swap of symbolic links is noticed, and a bad one keeps the last good config', async () => {
  await using sink = await startSink();
  await using dir = await tempDir();
  const publish = async (version: string, text: string): Promise<void> => {
    await mkdir(dir.join(version));
    await writeFile(dir.join(version, 'destinations.yaml'), text);
    await symlink(version, dir.join('..data_tmp'));
    await rename(dir.join('..data_tmp'), dir.join('..data'));
  };
  await publish('v1', hookConfig());
  await symlink('..data/destinations.yaml', dir.join('destinations.yaml'));
  await using collector = await injectCollector({ env: { DESTINATIONS_FILE: dir.join('destinations.yaml') } });
  await publish('v2', hookConfig(sink.url));
  await reloaded(collector, 'success');
  await publish('v3', 'destinations: []\n');
  await reloaded(collector, 'failure');
  await collector.post(aWebhook());
  await until('delivery by the last good config', () => sink.alerts.length === 1);
  const details = await collector.app.inject({ url: '/health/detailed' });
  expect(details.json()).toMatchObject({
    status: 'degraded',
    components: { config: expect.stringMatching(/^error: .*destinations\.yaml:1:15: /) as string },
  });
  expect(await collector.metric('cano_config_last_reload_successful')).toBe(0);
  expect((await collector.app.inject({ url: '/health' })).statusCode).toBe(200);
});

test('what waits for a removed destination is dropped and counted', async () => {
  await using silent = await startSink();
  silent.respond = (_request, response) => response.writeHead(503, { 'retry-after': '600' }).end();
  const gone = `  - { name: gone, type: webhook, url: '${silent.url}' }\n`;
  await using sink = await startSink();
  const env = { ORPHAN_GRACE: '0' };
  await using collector = await injectCollector({ config: hookConfig(sink.url) + gone, env });
  await collector.post(aWebhook([anAlert()]));
  await until('the refusal', async () => {
    return (await collector.metric('cano_destination_errors_total{destination="gone",type="webhook"}')) === 1;
  });
  await writeFile(collector.dir.join('destinations.yaml'), hookConfig(sink.url));
  await collector.running.reload();
  const undeliverable = 'cano_alerts_errors_total{reason="undeliverable"}';
  await until('the drop', async () => (await collector.metric(undeliverable)) === 1);
  await until('an empty queue', async () => (await collector.metric('cano_queue_depth')) === 0);
  expect(await collector.metric('cano_destination_errors_total{destination="gone",type="webhook"}')).toBeUndefined();
  expect(collector.logs).toContainEqual(
    expect.objectContaining({ msg: 'dropped deliveries of removed destinations', count: 1 }),
  );
});

test('what waits for a destination that is left out for a while is delivered once it is back', async () => {
  await using other = await startSink();
  other.respond = (_request, response) => response.writeHead(503).end();
  const config = hookConfig(other.url, '{ maxAttempts: 100, baseMs: 10, maxMs: 10 }');
  await using sink = await startSink();
  const without = hookConfig(sink.url).replace('name: hook', 'name: left');
  await using collector = await injectCollector({ config });
  await collector.post(aWebhook([anAlert()]));
  await until('the refusal', () => other.alerts.length > 0);
  const file = collector.dir.join('destinations.yaml');
  await writeFile(file, without);
  await collector.running.reload();
  await until('the notice', async () => (await collector.metric('cano_destinations_orphaned')) === 1);
  expect(collector.logs).toContainEqual(
    expect.objectContaining({ msg: 'keeping deliveries of removed destinations', first: 'hook', graceMs: 300_000 }),
  );
  await writeFile(file, without + hookConfig(sink.url).replace('destinations:\n', ''));
  await collector.running.reload();
  await until('the delivery', () => sink.alerts.length === 1);
  await until('the end', async () => (await collector.metric('cano_destinations_orphaned')) === 0);
  expect(await collector.metric('cano_alerts_errors_total{reason="undeliverable"}')).toBe(0);
});

test('a secret that was missing is used once it is there, though the destinations file stays as it is', async () => {
  await using sink = await startSink();
  await using collector = await injectCollector();
  const hook = hookConfig(sink.url).replace(', retry', ', bearerToken_file: ./token, retry');
  await writeFile(collector.dir.join('destinations.yaml'), hook);
  await reloaded(collector, 'failure');
  await writeFile(collector.dir.join('token'), 'new\n');
  await reloaded(collector, 'success');
  await collector.post(aWebhook());
  await until('delivery with the secret', () => sink.alerts.length === 1);
});

test('a send that hangs at an outdated destination does not hold the next configuration up', async () => {
  await using silent = await startSink();
  silent.respond = () => undefined;
  await using sink = await startSink();
  const env = { SHUTDOWN_TIMEOUT: '50ms' };
  await using collector = await injectCollector({ config: hookConfig(silent.url), env });
  await collector.post(aWebhook());
  await until('the send', () => silent.alerts.length === 1);
  for (const url of ['http://127.0.0.1:9/in', sink.url]) {
    await writeFile(collector.dir.join('destinations.yaml'), hookConfig(url));
    await collector.running.reload();
  }
  await collector.post(aWebhook([anAlert({ fingerprint: 'other' })]));
  await until('delivery by the newest config', () => sink.alerts.length === 1);
});

test('a file that changes while the collector starts is noticed', async () => {
  await using sink = await startSink();
  const slow: Modules['openStore'] = async (settings) => {
    await writeFile(settings.destinationsFile, hookConfig(sink.url));
    return await openStore(settings);
  };
  await using collector = await injectCollector({ modules: { openStore: slow } });
  await reloaded(collector, 'success');
});

test('a large file is loaded while the collector answers, and its mistakes have their place', async () => {
  await using sink = await startSink();
  await using collector = await injectCollector();
  const entry = (index: number) =>
    `  - { name: d${index}, type: webhook, url: '${sink.url}', match: { team: t${index} } }\n`;
  const large = `destinations:\n${Array.from({ length: 2_000 }, (_, index) => entry(index)).join('')}`;
  await writeFile(collector.dir.join('destinations.yaml'), large);
  const reloaded = collector.running.reload();
  expect((await collector.app.inject({ url: '/health' })).statusCode).toBe(200);
  expect(await collector.metric(reloads('success'))).toBe(0);
  await reloaded;
  await collector.post(aWebhook([anAlert({ labels: { team: 't1999' } })]));
  await until('delivery by its match', () => sink.alerts.length === 1);
  await writeFile(collector.dir.join('destinations.yaml'), large.replace('d1999, type', 'd1999, kind'));
  await collector.running.reload();
  expect(collector.logs.at(-1)).toMatchObject({ error: expect.stringMatching(/destinations\.yaml:2001:/) as string });
});
