import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { instantClock } from '../core/testing/fake-clock.ts';
import { heldRequests } from './index.ts';
import { contextOf, FakeSubject } from './testing/fault-bench.ts';

/** A subject that holds so many bytes for each POST, up to a limit, some looks after it was asked, until a DELETE. */
const startSubject = async ({ most = Infinity, status = 202 } = {}) => {
  const seen: string[] = [];
  let asked = 0;
  let held = 0;
  const server = createServer(({ method = '' }, response) => {
    seen.push(method);
    if (method === 'GET') held = Math.min(held + 50, asked * 100, most);
    if (method === 'POST') asked += 1;
    if (method === 'DELETE') asked = 0;
    response.writeHead({ GET: 200, DELETE: 200 }[method] ?? status).end(`{"held":${held}}`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    context: contextOf({ subject: new FakeSubject({ url }) }, { clock: instantClock() }),
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

const fault = heldRequests({
  title: 'three are held',
  request: { method: 'POST', path: '/work', status: 202 },
  count: 3,
  held: { path: '/status', value: /"held":(\d+)/, atLeast: 300, withinMs: 2_000 },
  release: { method: 'DELETE', path: '/work', status: 200 },
});

test('is in effect once all is held, and releases it', async () => {
  await using subject = await startSubject();
  const from = subject.context.clock.now();
  const injected = await fault.inject(subject.context);
  expect(injected).toMatchObject({ from, proof: '/status shows 300' });
  expect(subject.seen.filter((method) => method !== 'GET')).toEqual(['POST', 'POST', 'POST']);
  await injected[Symbol.asyncDispose]();
  expect(subject.seen.at(-1)).toBe('DELETE');
});

test('is an error, and releases what there is, when less is held', async () => {
  await using subject = await startSubject({ most: 299 });
  await expect(fault.inject(subject.context)).rejects.toMatchObject({ code: 'FAULT_INEFFECTIVE' });
  expect(subject.seen.at(-1)).toBe('DELETE');
});

test('is an error when the first is refused', async () => {
  await using subject = await startSubject({ status: 503 });
  await expect(fault.inject(subject.context)).rejects.toMatchObject({
    code: 'FAULT_INEFFECTIVE',
    message: expect.stringContaining('got 503') as string,
  });
  expect(subject.seen).toEqual(['POST', 'DELETE']);
});
