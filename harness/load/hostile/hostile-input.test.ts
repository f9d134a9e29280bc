import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { poll, seededRandom, systemClock } from '../../core/index.ts';
import { startSink } from '../../environments/sink/start-sink.ts';
import type { HostileContext } from './hostile-context.ts';
import { hostileInput, hostileSteps } from './hostile-input.ts';

const root = new URL('../../../collector-under-test/', import.meta.url).pathname;
const token = 'token-that-is-right';
const secrets = [token, 'wrong-token-of-a-stranger', 'path-that-is-secret', 'token-of-the-destination'];

/** Throws it all at the reference; gives the names of the steps, in their order, and what went wrong. */
const thrown = async (): Promise<{ names: string[]; told: string }> => {
  await using undo = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'hostile-'));
  undo.defer(async () => await rm(folder, { recursive: true, force: true }));
  const sink = undo.use(await startSink('webhook', systemClock, seededRandom(1)));
  const hook = `{ name: hook, type: webhook, url: '${sink.url}/path-that-is-secret', bearerToken: token-of-the-destination }`;
  await writeFile(join(folder, 'destinations.yaml'), `destinations:\n  - ${hook}\n`);
  const own = {
    DESTINATIONS_FILE: join(folder, 'destinations.yaml'),
    DATA_DIR: join(folder, 'data'),
    API_TOKEN: token,
  };
  const limits = { QUEUE_LIMIT: '1000', REQUEST_TIMEOUT: '1500ms', HTTP_IDLE_CONN_TIMEOUT: '1s' };
  const NODE_OPTIONS = '--max-old-space-size=80 --max-semi-space-size=4';
  const child = spawn(process.execPath, [join(root, 'cano-collector/main.ts')], {
    env: { PATH: process.env['PATH'] ?? '', HOST: '127.0.0.1', PORT: '0', NODE_OPTIONS, ...own, ...limits },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  undo.defer(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.resume();
  const port = (): string | undefined => /"port":(\d+).*"msg":"listening"/.exec(output)?.[1];
  const options = { what: 'it listens', everyMs: 50, timeoutMs: 20_000, clock: systemClock };
  const url = `http://127.0.0.1:${await poll(port, { ...options, until: (found) => found !== undefined })}`;
  const context: HostileContext = {
    ...{ url, ingestPath: '/api/alerts', metricsUrl: `${url}/metrics`, healthUrl: `${url}/health` },
    ...{ sink, pid: () => child.pid, output: () => output, token, secrets, seed: 1 },
    ...{ inputs: 200, queueLimit: 1_000, slowClientMs: 2_500 },
    ...{ clock: systemClock, signal: new AbortController().signal },
  };
  const facts = await Array.fromAsync(hostileInput(context));
  const failed = facts.filter(({ expected, got }) => expected !== got);
  const told = failed.map(({ name, got }) => `${name}: ${got}`).join('\n');
  return { names: facts.map(({ name }) => name), told };
};

test('the reference stands all of it, and every step has its fact', { timeout: 90_000 }, async () => {
  const { names, told } = await thrown();
  expect(told).toBe('');
  expect(names).toEqual(hostileSteps);
});
