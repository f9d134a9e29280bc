import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { tempDir } from '../cano-collector/testing/temp-dir.ts';
import { composeMonitor } from './compose.ts';
import { createLogger } from './logger.ts';
import { readSettings } from './settings.ts';

const pod = (name: string) => ({
  metadata: { namespace: 'shop', name },
  spec: { nodeName: 'n1', containers: [{ name: 'main', resources: { requests: { cpu: '1' } } }] },
  status: { phase: 'Running' },
});

/** A Kubernetes API of two pages that can be told to refuse. */
async function startApi() {
  const asked: { url: string; token: string | undefined }[] = [];
  let refuses = false;
  const server = createServer((request, response) => {
    asked.push({ url: request.url ?? '', token: request.headers.authorization });
    if (refuses) return void response.writeHead(403).end('{"reason":"Forbidden"}');
    const isLast = request.url?.includes('continue=more') === true;
    const metadata = isLast ? {} : { continue: 'more' };
    response.end(JSON.stringify({ metadata, items: [pod(isLast ? 'web-1' : 'web-0')] }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    refuse: (value: boolean) => (refuses = value),
    [Symbol.dispose]: () => server.close().closeAllConnections(),
  };
}

async function startMonitor(api: { url: string }) {
  await using undo = new AsyncDisposableStack();
  const dir = undo.use(await tempDir());
  await writeFile(dir.join('token'), 'secret\n');
  const settings = readSettings({
    ...{ HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'error', DATA_DIR: dir.join('data') },
    ...{ KUBERNETES_URL: api.url, KUBERNETES_NAMESPACE: 'shop', KUBERNETES_TOKEN_FILE: dir.join('token') },
  });
  const { address, ...running } = undo.use(await composeMonitor()(settings, createLogger(settings)));
  const url = `http://127.0.0.1:${address.port}`;
  const stack = undo.move();
  return { ...running, url, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

const status = async (url: string, method = 'GET') => (await fetch(url, { method })).status;

test('collects every page of pods, with the token, into what it answers and counts', async () => {
  using api = await startApi();
  await using monitor = await startMonitor(api);
  expect(await status(`${monitor.url}/api/collections`, 'POST')).toBe(201);
  const pods = (await (await fetch(`${monitor.url}/api/pods`)).json()) as { name: string; node: string }[];
  expect(pods.map(({ name, node }) => [name, node])).toEqual([
    ['web-0', 'n1'],
    ['web-1', 'n1'],
  ]);
  expect(api.asked[0]).toEqual({ url: '/api/v1/namespaces/shop/pods?limit=500', token: 'Bearer secret' });
  const text = await (await fetch(`${monitor.url}/metrics`)).text();
  expect(text).toContain('pods_collected_total 2');
  expect(text).toContain('collection_errors_total 0');
});

test('counts a refusal, names it in its health, and recovers', async () => {
  using api = await startApi();
  await using monitor = await startMonitor(api);
  expect(await status(`${monitor.url}/api/collections`, 'POST')).toBe(201);
  api.refuse(true);
  expect(await status(`${monitor.url}/api/collections`, 'POST')).toBe(502);
  const health = await fetch(`${monitor.url}/health`);
  expect(health.status).toBe(503);
  expect(await health.json()).toMatchObject({
    status: 'unhealthy',
    database_status: 'healthy',
    kubernetes_status: 'unhealthy',
    prometheus_status: 'disabled',
  });
  expect(await status(`${monitor.url}/health/readiness`)).toBe(200);
  expect(await (await fetch(`${monitor.url}/metrics`)).text()).toContain('collection_errors_total 1');
  api.refuse(false);
  expect(await status(`${monitor.url}/api/collections`, 'POST')).toBe(201);
  expect(await status(`${monitor.url}/health`)).toBe(200);
});
