import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { aWebhook, anAlert } from './testing/fixtures.ts';
import { startChild } from './testing/child.ts';
import { hookConfig } from './testing/inject.ts';
import { startSink } from './testing/sink.ts';
import { tempDir } from './testing/temp-dir.ts';
import { until } from './testing/wait-for.ts';

const main = new URL('main.ts', import.meta.url).pathname;

async function workspace(url?: string) {
  const dir = await tempDir();
  await writeFile(dir.join('destinations.yaml'), hookConfig(url, '{ baseMs: 1, maxMs: 2 }'));
  const env = { DESTINATIONS_FILE: dir.join('destinations.yaml'), DATA_DIR: dir.join('data') };
  return { dir, env, [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose]() };
}

async function post(url: string, fingerprint: string): Promise<number> {
  const response = await fetch(`${url}/api/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(aWebhook([anAlert({ fingerprint })])),
  });
  return response.status;
}

test('killed in the middle of a delivery, it loses nothing it acknowledged', async () => {
  await using sink = await startSink();
  sink.respond = () => undefined;
  await using place = await workspace(sink.url);
  await using first = await startChild({ env: place.env });
  expect(await post(first.url, 'f1')).toBe(202);
  expect(await post(first.url, 'f2')).toBe(202);
  await until('sends under way', () => sink.alerts.length === 2);
  await first.end('SIGKILL');
  sink.alerts.length = 0;
  sink.respond = undefined;
  await using second = await startChild({ env: place.env });
  await until('both again', () => sink.alerts.length === 2);
  expect(sink.alerts.map(({ fingerprint }) => fingerprint).sort()).toEqual(['f1', 'f2']);
  expect(await second.end('SIGTERM')).toBe(0);
});

test.each(['SIGTERM', 'SIGINT'] as const)('%s lets a send finish and then ends with 0', async (signal) => {
  await using sink = await startSink();
  const held: (() => void)[] = [];
  sink.respond = (_request, response) => held.push(() => response.end());
  await using place = await workspace(sink.url);
  await using collector = await startChild({ env: place.env });
  await post(collector.url, 'f1');
  await until('the send', () => held.length === 1);
  const ended = collector.end(signal);
  await until('the listener closed', () =>
    fetch(`${collector.url}/health`).then(
      () => false,
      () => true,
    ),
  );
  held[0]!();
  expect(await ended).toBe(0);
  await using again = await startChild({ env: place.env });
  expect(await (await fetch(`${again.url}/metrics`)).text()).toContain('cano_queue_depth 0');
});

test('a send that outlasts the shutdown is made again after the next start', async () => {
  await using sink = await startSink();
  sink.respond = () => undefined;
  await using place = await workspace(sink.url);
  await using first = await startChild({ env: { ...place.env, SHUTDOWN_TIMEOUT: '50ms' } });
  await post(first.url, 'f1');
  await until('the send', () => sink.alerts.length === 1);
  expect(await first.end('SIGTERM')).toBe(0);
  sink.respond = undefined;
  await using second = await startChild({ env: place.env });
  await until('the repeated send', () => sink.alerts.length === 2);
  expect(await second.end('SIGTERM')).toBe(0);
});

test('SIGHUP loads the destinations again', async () => {
  await using place = await workspace();
  await using collector = await startChild({ env: place.env });
  process.kill(collector.pid, 'SIGHUP');
  await until('the reload', async () => {
    return (await (await fetch(`${collector.url}/metrics`)).text()).includes('reloads_total{result="success"} 1');
  });
});

test.each([
  ['a header', 'POST /api/alerts HTTP/1.1\r\nHost: x\r\nContent-T'],
  ['a body', 'POST /api/alerts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{'],
])('a client that never finishes %s is answered 408 and let go', async (_title, begun) => {
  await using place = await workspace();
  await using collector = await startChild({ env: { ...place.env, REQUEST_TIMEOUT: '500ms' } });
  const socket = connect(Number(new URL(collector.url).port), '127.0.0.1');
  socket.write(begun);
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /);
});

async function failedStart(env: Record<string, string>): Promise<{ code: unknown; record: unknown }> {
  const started = promisify(execFile)(process.execPath, [main], { env: { PATH: process.env['PATH'] ?? '', ...env } });
  const { code, stdout } = (await started.catch((error: unknown) => error)) as { code: unknown; stdout: string };
  return { code, record: JSON.parse(stdout) };
}

test('a bad start prints one line and ends with 1', async () => {
  await using place = await workspace();
  await using running = await startChild({ env: place.env });
  const taken = { ...place.env, DATA_DIR: place.dir.join('other'), HOST: '127.0.0.1', PORT: new URL(running.url).port };
  const attempts: [Record<string, string>, string][] = [
    [taken, 'EADDRINUSE'],
    [{ ...place.env, DESTINATIONS_FILE: place.dir.join('none.yaml') }, 'none.yaml: cannot be read'],
    [{ ...place.env, LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
  ];
  for (const [env, reason] of attempts) {
    const { code, record } = await failedStart(env);
    expect(code).toBe(1);
    expect(record).toMatchObject({
      level: 'error',
      msg: 'cannot start',
      error: expect.stringContaining(reason) as string,
    });
  }
});

test('--version prints the version', async () => {
  expect((await promisify(execFile)(process.execPath, [main, '--version'])).stdout).toBe('1.0.0\n');
});
