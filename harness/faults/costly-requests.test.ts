import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import type { FaultContext } from '../contract/index.ts';
import { poll, systemClock } from '../core/index.ts';
import { costlyRequests } from './index.ts';

const startSubject = async (answer: RequestListener) => {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stack = { subject: { url } } as FaultContext['stack'];
  const signal = new AbortController().signal;
  return {
    context: { stack, clock: systemClock, signal, ingestPath: '' },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

test('paces requests so that what they cost keeps to a share of a core, until it is undone', async () => {
  const times: number[] = [];
  await using subject = await startSubject((_, response) => {
    times.push(systemClock.monotonic());
    response.writeHead(200, { 'server-timing': 'cpu;dur=20' }).end();
  });
  const begun = systemClock.monotonic();
  const injected = await costlyRequests({ path: '/report', cores: 0.4 }).inject(subject.context);
  expect(injected.proof).toBe('the first of /report was answered at a cost of 20 ms of CPU time');
  const until = (count: number) => count >= 6;
  const what = 'six requests';
  await poll(() => times.length, { what, until, everyMs: 5, timeoutMs: 10_000, clock: systemClock });
  await injected[Symbol.asyncDispose]();
  // 20 ms at 0.4 cores is one request in 50 ms; a timer may be early by a part of a millisecond.
  expect(times[5]! - begun).toBeGreaterThanOrEqual(5 * 50 - 1);
  const count = times.length;
  await systemClock.sleep(120);
  expect(times.length).toBe(count);
});

test.each([
  ['one that names no cost', 200, {}],
  ['one that costs nothing', 200, { 'server-timing': 'cpu;dur=0.000' }],
  ['one that fails', 503, { 'server-timing': 'cpu;dur=20' }],
])('refuses %s', async (_, status, headers) => {
  await using subject = await startSubject((_request, response) => void response.writeHead(status, headers).end());
  await expect(costlyRequests({ path: '/', cores: 1 }).inject(subject.context)).rejects.toMatchObject({
    code: 'FAULT_INEFFECTIVE',
  });
});
