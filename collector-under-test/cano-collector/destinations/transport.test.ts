import { expect, test } from 'vitest';
import { readSettings } from '../settings/settings.ts';
import { aNotice, destinations } from '../testing/fixtures.ts';
import { startSink } from '../testing/sink.ts';
import { systemClock } from '../clock.ts';
import { createSend } from './send.ts';
import { openTransport } from './transport.ts';

test('the pooled transport serves the client like fetch does', async () => {
  await using sink = await startSink();
  await using transport = openTransport(readSettings({}));
  const send = createSend({ ...destinations.webhook, url: sink.url }, transport.fetch, systemClock);
  const message = { notice: aNotice(), idempotencyKey: 'k' };
  const never = new AbortController().signal;
  expect(await send(message, never)).toEqual({ kind: 'sent' });
  sink.respond = (_request, response) => response.writeHead(429, { 'retry-after': '3' }).end();
  expect(await send(message, never)).toEqual({ kind: 'transient', reason: 'answered 429', retryAfterMs: 3_000 });
});

test('the pool keeps connections for reuse, up to the limit', async () => {
  await using sink = await startSink();
  const sockets = new Set<unknown>();
  sink.respond = (request, response) => {
    sockets.add(request.socket);
    response.end();
  };
  await using transport = openTransport(readSettings({ HTTP_MAX_IDLE_CONNS: '2' }));
  const send = createSend({ ...destinations.webhook, url: sink.url }, transport.fetch, systemClock);
  const message = { notice: aNotice(), idempotencyKey: 'k' };
  await Promise.all(Array.from({ length: 10 }, () => send(message, new AbortController().signal)));
  expect(sockets.size).toBe(2);
});
