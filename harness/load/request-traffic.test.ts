import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { poll, systemClock } from '../core/index.ts';
import { startRequests } from './index.ts';

const serve = async (answer: RequestListener) => {
  const paths: string[] = [];
  const server = createServer((request, response) => {
    paths.push(`${request.method ?? ''} ${request.url ?? ''}`);
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, paths, [Symbol.asyncDispose]: close };
};

const pace = { perSecond: 50, clock: systemClock, signal: new AbortController().signal };
const reach = async (what: string, count: () => number, atLeast: number): Promise<void> => {
  const until = (value: number) => value >= atLeast;
  await poll(count, { what, until, everyMs: 5, timeoutMs: 10_000, clock: systemClock });
};

test('sends GET requests at a pace and counts those that are answered with 2xx', async () => {
  await using server = await serve((_, response) =>
    response.writeHead(server.paths.length % 2 === 0 ? 503 : 200).end(),
  );
  const begun = systemClock.monotonic();
  const traffic = startRequests({ url: `${server.url}/api/stats?a=b`, ...pace });
  await reach('ten requests', () => server.paths.length, 10);
  expect(systemClock.monotonic() - begun).toBeGreaterThan(9 * 20 - 10);
  await traffic[Symbol.asyncDispose]();
  const { sent, accepted } = traffic.counts();
  expect(new Set(server.paths)).toEqual(new Set(['GET /api/stats?a=b']));
  expect(sent).toBe(server.paths.length);
  expect(accepted).toBe(Math.ceil(sent / 2));
});

test('does not wait for answers, and awaits those still open at the end', async () => {
  const held: (() => void)[] = [];
  await using server = await serve((_, response) => held.push(() => response.end()));
  const traffic = startRequests({ url: server.url, ...pace });
  await reach('five requests at once', () => held.length, 5);
  expect(traffic.counts().accepted).toBe(0);
  const ended = traffic[Symbol.asyncDispose]();
  for (const release of held.splice(0)) release();
  await reach(
    'all answered',
    () => {
      for (const release of held.splice(0)) release();
      return traffic.counts().sent - traffic.counts().accepted === 0 ? 1 : 0;
    },
    1,
  );
  await ended;
});
