import { execFile } from 'node:child_process';
import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startChild } from '../cano-collector/testing/child.ts';
import type { ChildCollector } from '../cano-collector/testing/child.ts';
import { aWebhook } from '../cano-collector/testing/fixtures.ts';
import { hookConfig } from '../cano-collector/testing/inject.ts';
import { startSink } from '../cano-collector/testing/sink.ts';
import { tempDir } from '../cano-collector/testing/temp-dir.ts';
import { until } from '../cano-collector/testing/wait-for.ts';

const labels = '{destination="hook",type="webhook"}';

async function startDefect(name: string, url: string, env: Record<string, string> = {}) {
  await using undo = new AsyncDisposableStack();
  const dir = undo.use(await tempDir());
  await writeFile(dir.join('destinations.yaml'), hookConfig(url));
  const base = { DESTINATIONS_FILE: dir.join('destinations.yaml'), DATA_DIR: dir.join('data') };
  const entry = new URL(`${name}.ts`, import.meta.url);
  const child = undo.use(await startChild({ entry, env: { ...base, ...env } }));
  const stack = undo.move();
  return { dir, entry, env: base, child, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

async function metricsOf({ url }: ChildCollector): Promise<string> {
  return await (await fetch(`${url}/metrics`)).text();
}

async function post({ url }: ChildCollector, body: unknown = aWebhook()): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  await (await fetch(`${url}/api/alerts`, { method: 'POST', headers, body: JSON.stringify(body) })).text();
}

async function processed(child: ChildCollector): Promise<string> {
  await until('the alert processed', async () => (await metricsOf(child)).includes('cano_alerts_processed_total 1'));
  return await metricsOf(child);
}

const nowhere = 'http://127.0.0.1:9/in';

test('errors-uncounted', async () => {
  await using defect = await startDefect('errors-uncounted', nowhere);
  await post(defect.child, {});
  await post(defect.child);
  const metrics = await processed(defect.child);
  expect(metrics).toContain('cano_alerts_errors_total{reason="malformed"} 0');
  expect(metrics).toContain('cano_alerts_errors_total{reason="undeliverable"} 0');
  expect(metrics).toContain(`cano_destination_errors_total${labels} 1`);
});

test('latency-buckets-capped', async () => {
  await using defect = await startDefect('latency-buckets-capped', nowhere);
  const bounds = [...(await metricsOf(defect.child)).matchAll(/processing_duration_seconds_bucket\{le="([^"]+)"/g)];
  expect(bounds.map(([, bound]) => bound).slice(-2)).toEqual(['5', '+Inf']);
});

test('destination-errors-uncounted', async () => {
  await using defect = await startDefect('destination-errors-uncounted', nowhere);
  await post(defect.child);
  const metrics = await processed(defect.child);
  expect(metrics).toContain(`cano_destination_errors_total${labels} 0`);
  expect(metrics).toContain('cano_alerts_errors_total{reason="undeliverable"} 1');
});

test('backup-touches-on-failure', async () => {
  await using backups = await tempDir();
  await writeFile(backups.join('file'), 'in the way');
  const env = { BACKUP_DIR: backups.join('file'), BACKUP_INTERVAL: '50ms' };
  await using defect = await startDefect('backup-touches-on-failure', nowhere, env);
  await until('failed backups', async () => /cano_backup_failures_total [1-9]/.test(await metricsOf(defect.child)));
  await utimes(defect.dir.join('data', 'last-backup'), 1_000, 1_000);
  await until('a fresh time', async () =>
    /cano_backup_last_success_timestamp [0-9]{10}/.test(await metricsOf(defect.child)),
  );
});

test('config-age-at-start', async () => {
  await using defect = await startDefect('config-age-at-start', nowhere);
  await utimes(defect.dir.join('destinations.yaml'), 1_000, 1_000);
  expect(await metricsOf(defect.child)).toMatch(/cano_config_last_modified_timestamp [0-9]{10}/);
});

test('phantom-errors', async () => {
  await using sink = await startSink();
  await using defect = await startDefect('phantom-errors', sink.url);
  await post(defect.child);
  const metrics = await processed(defect.child);
  expect(metrics).toContain(`cano_destination_sent_total${labels} 1`);
  expect(metrics).toContain('cano_alerts_errors_total{reason="undeliverable"} 1');
});

test('uninitialised-counters', async () => {
  await using defect = await startDefect('uninitialised-counters', nowhere);
  expect(await metricsOf(defect.child)).not.toMatch(/^cano_(alerts|destination)_errors_total\{/m);
  await post(defect.child);
  expect(await processed(defect.child)).toContain(`cano_destination_errors_total${labels} 1`);
});

test('stale-metrics-cache', async () => {
  await using defect = await startDefect('stale-metrics-cache', nowhere);
  const { child } = defect;
  const healthy = async (): Promise<boolean> => (await fetch(`${child.url}/health`)).status === 200;
  expect(await healthy()).toBe(true);
  const metrics = await metricsOf(child);
  process.kill(child.pid, 'SIGSTOP');
  expect(await metricsOf(child)).toBe(metrics);
  await child.end('SIGKILL');
  expect(await healthy()).toBe(true);
  expect(await metricsOf(child)).toBe(metrics);
  const { entry, env } = defect;
  await using again = await startChild({ entry, env: { ...env, PORT: new URL(child.url).port } });
  expect(again.url).toBe(child.url);
  expect((await fetch(`${again.url}/health/detailed`)).status).toBe(200);
  expect(await again.end('SIGTERM')).toBe(0);
  await until('the cache gone with it', () =>
    fetch(child.url).then(
      () => false,
      () => true,
    ),
  );
});

const programs = (await readdir(import.meta.dirname)).filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
);
test.each(programs)('%s is a program', async (name) => {
  const program = join(import.meta.dirname, name);
  const { stdout } = await promisify(execFile)(process.execPath, [program, '--version']);
  expect(stdout).toBe('1.0.0\n');
});

test('slow-start is not there for long after it was started', async () => {
  await using dir = await tempDir();
  await writeFile(dir.join('destinations.yaml'), hookConfig(nowhere));
  const env = {
    ...process.env,
    PORT: '0',
    DESTINATIONS_FILE: dir.join('destinations.yaml'),
    DATA_DIR: dir.join('data'),
  };
  const entry = new URL('slow-start.ts', import.meta.url).pathname;
  const ended = promisify(execFile)(process.execPath, [entry], { env, timeout: 5_000 });
  await expect(ended).rejects.toMatchObject({
    killed: true,
    stdout: expect.not.stringContaining('listening') as string,
  });
});

test('cpu-idle-under-load puts off what it does not take, and can always be asked for its health', async () => {
  await using defect = await startDefect('cpu-idle-under-load', nowhere);
  const statusOf = async (path: string, init: RequestInit = {}): Promise<number> =>
    (await fetch(defect.child.url + path, init)).status;
  const headers = { 'content-type': 'application/json' };
  const alert = async () =>
    await statusOf('/api/alerts', { method: 'POST', headers, body: JSON.stringify(aWebhook()) });
  expect([await alert(), await alert()]).toEqual([202, 503]);
  expect(await statusOf('/health')).toBe(200);
  await until('the next taken', async () => (await alert()) === 202);
});
