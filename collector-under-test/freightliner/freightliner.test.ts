import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { composeFreightliner } from './compose.ts';
import { digestOf } from './registry/registry-client.ts';
import { readSettings } from './settings.ts';
import { startMemoryRegistry, type MemoryRegistry } from './testing/memory-registry.ts';

const image = { source: 'source', destination: 'target', image: 'shop/api:1.0' };
const bearer = { authorization: 'Bearer secret', 'content-type': 'application/json' };

function putImage({ blobs, manifests }: MemoryRegistry): { digest: string; layer: Buffer } {
  const [config, layer] = [Buffer.from('{}'), Buffer.alloc(5_000, 'layer')];
  for (const bytes of [config, layer]) blobs.set(digestOf(bytes), bytes);
  const descriptor = (bytes: Buffer) => ({ digest: digestOf(bytes), size: bytes.length });
  manifests.set('1.0', Buffer.from(JSON.stringify({ config: descriptor(config), layers: [descriptor(layer)] })));
  return { digest: digestOf(layer), layer };
}

async function startBench(env: Record<string, string> = {}) {
  await using undo = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), 'freightliner-test-'));
  undo.defer(() => rm(dir, { recursive: true, force: true }));
  const [source, target] = [undo.use(await startMemoryRegistry()), undo.use(await startMemoryRegistry())];
  const registries = `registries:\n  - { name: source, url: '${source.url}', username: me, password: pw }\n  - { name: target, url: '${target.url}' }\n`;
  await writeFile(join(dir, 'registries.yaml'), registries);
  const files = { REGISTRIES_FILE: join(dir, 'registries.yaml'), RULES_FILE: join(dir, 'none.yaml'), DATA_DIR: dir };
  const own = { HOST: '127.0.0.1', PORT: '0', API_TOKEN: 'secret', SCHEDULE_INTERVAL_MS: '0', WORKERS: '1' };
  const settings = readSettings({ ...files, ...own, CHUNK_BYTES: '1024', RETRY_DELAY_MS: '1', ...env });
  const running = undo.use(await composeFreightliner()(settings, pino({ level: 'silent' })));
  const url = `http://127.0.0.1:${running.port}`;
  const stack = undo.move();
  return {
    source,
    target,
    metrics: async () => await (await fetch(`${url}/metrics`)).text(),
    workers: async () => ((await (await fetch(`${url}/api/v1/status`)).json()) as { workers: unknown }).workers,
    cancel: async () =>
      (
        await fetch(`${url}/api/v1/replications`, {
          method: 'DELETE',
          headers: { authorization: bearer.authorization },
        })
      ).status,
    status: async (path: string) => (await fetch(url + path)).status,
    replicate: async (headers: Record<string, string> = bearer) =>
      (await fetch(`${url}/api/v1/replications`, { method: 'POST', headers, body: JSON.stringify(image) })).status,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

const done = (status: string, count = 1): string =>
  `freightliner_replications_total{source_registry="source",dest_registry="target",status="${status}"} ${count}`;

const shows = (bench: Awaited<ReturnType<typeof startBench>>, line: string) =>
  expect.poll(() => bench.metrics(), { timeout: 20_000 }).toContain(line);

test('copies what the destination lacks, with a token that the source asks for', async () => {
  await using bench = await startBench();
  const { digest, layer } = putImage(bench.source);
  bench.source.intercept = (request, response) => {
    if (request.url?.startsWith('/token') === true) {
      expect(request.headers.authorization).toBe(`Basic ${Buffer.from('me:pw').toString('base64')}`);
      response.end('{"token":"t"}');
      return true;
    }
    if (request.headers.authorization === 'Bearer t') return false;
    const challenge = `Bearer realm="${bench.source.url}/token",service="r",scope="pull"`;
    response.writeHead(401, { 'www-authenticate': challenge }).end();
    return true;
  };
  expect(await bench.replicate()).toBe(202);
  await shows(bench, done('success'));
  expect(bench.target.blobs.get(digest)).toEqual(layer);
  expect(bench.target.manifests.get('1.0')).toEqual(bench.source.manifests.get('1.0'));
  expect(bench.source.seen).toContain('GET /token?service=r&scope=pull');
});

test('goes on with an interrupted upload where it was', async () => {
  await using bench = await startBench({ ATTEMPTS: '2' });
  const { digest, layer } = putImage(bench.source);
  let patches = 0;
  const ranges: (string | undefined)[] = [];
  bench.target.intercept = (request) => {
    if (request.method !== 'PATCH' || request.headers['content-length'] === '2') return false;
    patches += 1;
    ranges.push(request.headers['content-range']);
    if (patches !== 3) return false;
    request.socket.destroy();
    return true;
  };
  await bench.replicate();
  await shows(bench, done('success'));
  expect(bench.target.blobs.get(digest)).toEqual(layer);
  expect(ranges).toEqual(['0-1023', '1024-2047', '2048-3071', '2048-3071', '3072-4095', '4096-4999']);
  expect(await bench.metrics()).toMatch(/replication_errors_total\{.*error_type="network"\} 1/);
});

test('a blob with other bytes than its digest fails', async () => {
  await using bench = await startBench();
  const { digest } = putImage(bench.source);
  bench.source.blobs.set(digest, Buffer.from('other'));
  await bench.replicate();
  await shows(bench, done('failure'));
  expect(await bench.metrics()).toMatch(/replication_errors_total\{.*error_type="digest"\} 1/);
  expect(bench.target.manifests.size).toBe(0);
});

test('an answer that nobody expects ends the worker, which is counted and replaced', async () => {
  await using bench = await startBench();
  putImage(bench.source);
  bench.source.manifests.set('1.0', Buffer.from('ok'));
  await bench.replicate();
  await shows(bench, 'freightliner_panics_total{component="worker"} 1');
  putImage(bench.source);
  await bench.replicate();
  await shows(bench, done('success'));
  expect(await bench.metrics()).toContain(done('failure'));
});

test('says what it holds of a layer that uploads slowly, and lets go of it when that is given up', async () => {
  await using bench = await startBench({ BYTES_PER_SECOND: '1' });
  const { layer } = putImage(bench.source);
  await bench.replicate();
  const workers = () => expect.poll(() => bench.workers(), { timeout: 20_000 });
  await workers().toMatchObject({ active: 1, heldBytes: layer.length });
  expect(await bench.cancel()).toBe(200);
  await workers().toEqual({ size: 1, active: 0, queued: 0, replaced: 0, heldBytes: 0 });
  expect(await bench.metrics()).toContain('freightliner_panics_total{component="worker"} 0');
});

test.each([
  ['fewer', 5_001],
  ['more', 4_999],
])('a blob of %s bytes than its manifest says fails', async (_, size) => {
  await using bench = await startBench();
  const { digest } = putImage(bench.source);
  const manifest = (bench.source.manifests.get('1.0') ?? '').toString();
  bench.source.manifests.set('1.0', Buffer.from(manifest.replace('"size":5000', `"size":${size}`)));
  await bench.replicate();
  await shows(bench, done('failure'));
  expect(await bench.metrics()).toMatch(/replication_errors_total\{.*error_type="digest"\} 1/);
  expect(bench.target.blobs.has(digest)).toBe(false);
});

test('refuses a bad token, and says when a registry is down', async () => {
  await using bench = await startBench();
  expect(await bench.replicate({ ...bearer, authorization: 'Bearer guessed' })).toBe(401);
  expect(await bench.metrics()).toContain('freightliner_auth_failures_total{type="api"} 1');
  expect(await bench.status('/api/v1/registries/target')).toBe(200);
  await bench.target[Symbol.asyncDispose]();
  expect(await bench.status('/api/v1/registries/target')).toBe(502);
  expect(await bench.status('/api/v1/registries/other')).toBe(404);
});
