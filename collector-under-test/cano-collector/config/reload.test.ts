import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
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
  await using collector = await injectCollector({ config: hookConfig(sink.url) + gone });
  await collector.post(aWebhook([anAlert()]));
  await until('the refusal', async () => {
    return (await collector.metric('cano_destination_errors_total{destination="gone",type="webhook"}')) === 1;
  });
  await writeFile(collector.dir.join('destinations.yaml'), hookConfig(sink.url));
  await collector.running.reload();
  expect(await collector.metric('cano_alerts_errors_total{reason="undeliverable"}')).toBe(1);
  expect(await collector.metric('cano_queue_depth')).toBe(0);
  expect(collector.logs).toContainEqual(
    expect.objectContaining({ msg: 'dropped deliveries of removed destinations', count: 1 }),
  );
});
