import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { instantClock } from '../../core/testing/fake-clock.ts';
import { TargetsFile } from './targets-file.ts';

const host = 'shop:8080';
const listed = [{ targets: [host] }];

/** A Prometheus that reads the file at each question but the first `late`, or scrapes what it scraped before. */
const bench = async ({ heeds = true, late = 2 } = {}) => {
  const folder = await mkdtemp(join(tmpdir(), 'firedrill-targets-'));
  const file = new TargetsFile(join(folder, 'targets.json'), () => host);
  const read = async () => JSON.parse(await readFile(file.path, 'utf8')) as typeof listed;
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    void read().then((groups) => {
      const hosts = heeds && asked.length > late ? groups.flatMap(({ targets }) => targets) : [host];
      const activeTargets = ['other:1', ...hosts].map((each) => ({ scrapeUrl: `http://${each}/metrics` }));
      response.end(JSON.stringify({ data: { activeTargets } }));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const prometheusUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const withdraw = async (signal = new AbortController().signal) =>
    await file.withdraw({ prometheusUrl, clock: instantClock(), signal });
  await file.list();
  return {
    ...{ asked, read, withdraw },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await rm(folder, { recursive: true });
    },
  };
};

test('a target is withdrawn once Prometheus scrapes it no more, and listed again by the disposal', async () => {
  await using each = await bench({ late: 3 });
  const target = await each.withdraw();
  expect(each.asked).toEqual(Array.from({ length: 4 }, () => '/api/v1/targets?state=active'));
  expect(await each.read()).toEqual([]);
  await target[Symbol.asyncDispose]();
  expect(await each.read()).toEqual(listed);
});

test('a target that Prometheus keeps is an ineffective fault, and is listed again', async () => {
  await using each = await bench({ heeds: false });
  await expect(each.withdraw()).rejects.toMatchObject({
    code: 'FAULT_INEFFECTIVE',
    message: expect.stringContaining('still scrapes') as string,
  });
  expect(await each.read()).toEqual(listed);
});

test('an interruption meanwhile is thrown as it is, with the target listed again', async () => {
  await using each = await bench({ heeds: false });
  const reason = new Error('interrupted');
  await expect(each.withdraw(AbortSignal.abort(reason))).rejects.toBe(reason);
  expect(await each.read()).toEqual(listed);
});
