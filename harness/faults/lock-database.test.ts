import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import type { FaultContext } from '../contract/index.ts';
import { systemClock } from '../core/index.ts';
import { lockDatabase } from './index.ts';

/** A subject whose only path is answered from its database: at once, or after up to `patienceMs`, with 503 when it is locked. */
const startSubject = async (patienceMs: number) => {
  const workDir = await mkdtemp(join(tmpdir(), 'firedrill-lock-'));
  await mkdir(join(workDir, 'data'));
  const database = new DatabaseSync(join(workDir, 'data/stats.db'), { timeout: 0 });
  database.exec('CREATE TABLE t (a)');
  const query = async (): Promise<number> => {
    const deadline = systemClock.monotonic() + patienceMs;
    for (;;) {
      try {
        database.prepare('SELECT * FROM t').all();
        return 200;
      } catch {
        if (systemClock.monotonic() > deadline) return 503;
        await systemClock.sleep(5);
      }
    }
  };
  const server = createServer((_, response) => void query().then((status) => response.writeHead(status).end()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = new AbortController();
  const stack = { subject: { workDir, url } } as FaultContext['stack'];
  const context: FaultContext = { stack, clock: systemClock, signal: stop.signal, ingestPath: '' };
  return {
    context,
    stop,
    query,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      database.close();
      await rm(workDir, { recursive: true });
    },
  };
};

const lock = { path: 'data/stats.db', probePath: '/', title: 'locked' };

test('a database that is locked throughout fails its queries until it is let go', async () => {
  await using subject = await startSubject(20);
  const before = systemClock.now();
  const injected = await lockDatabase(lock).inject(subject.context);
  expect(injected.from).toBeGreaterThanOrEqual(before);
  expect(injected.proof).toMatch(/^\/ was answered with 503 after \d+ ms$/);
  expect(await subject.query()).toBe(503);
  await injected[Symbol.asyncDispose]();
  expect(await subject.query()).toBe(200);
});

test('a database that is locked in cycles lets queries through in between, late', async () => {
  await using subject = await startSubject(5_000);
  const injected = await lockDatabase({ ...lock, cycle: { holdMs: 300, pauseMs: 60 } }).inject(subject.context);
  expect(injected.proof).toMatch(/^\/ was answered with 200 after \d{3} ms$/);
  const waits: number[] = [];
  for (let index = 0; index < 4; index += 1) {
    const begun = systemClock.monotonic();
    expect(await subject.query()).toBe(200);
    waits.push(systemClock.monotonic() - begun);
    await systemClock.sleep(100);
  }
  expect(Math.max(...waits)).toBeGreaterThan(100);
  await injected[Symbol.asyncDispose]();
  expect(await subject.query()).toBe(200);
});

test('a lock that no request meets was not effective, and is let go', async () => {
  await using subject = await startSubject(20);
  await using other = await startSubject(20);
  const stack = {
    subject: { ...subject.context.stack.subject, url: other.context.stack.subject.url },
  } as FaultContext['stack'];
  await expect(lockDatabase(lock).inject({ ...subject.context, stack })).rejects.toMatchObject({
    code: 'FAULT_INEFFECTIVE',
    message: expect.stringContaining('/ was answered with 200') as string,
  });
  expect(await subject.query()).toBe(200);
});

test('lets go when the drill is interrupted', async () => {
  await using subject = await startSubject(20);
  const injected = await lockDatabase(lock).inject(subject.context);
  subject.stop.abort(new Error('SIGINT'));
  await injected[Symbol.asyncDispose]();
  expect(await subject.query()).toBe(200);
});
