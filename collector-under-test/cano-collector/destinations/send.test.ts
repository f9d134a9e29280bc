import nock from 'nock';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Destination } from '../config/schema.ts';
import { systemClock } from '../clock.ts';
import { aNotice, destinations } from '../testing/fixtures.ts';
import { createSend } from './send.ts';

const now = Date.parse('2024-05-01T10:00:00Z');
const clock = { ...systemClock, now: () => now };
const message = { notice: aNotice(), idempotencyKey: 'the-key' };
const never = new AbortController().signal;
const sendTo = (destination: Destination) => createSend(destination, fetch, clock)(message, never);

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => nock.restore());

describe.each(Object.entries(destinations))('%s client', (_type, destination) => {
  const { origin, pathname } = new URL(destination.url);
  const endpoint = () => nock(origin).post(pathname);

  test('posts JSON and is done on success', async () => {
    const scope = nock(origin, { reqheaders: { 'content-type': 'application/json', 'idempotency-key': 'the-key' } })
      .post(pathname, (body: unknown) => typeof body === 'object')
      .reply(202, 'ok');
    expect(await sendTo(destination)).toEqual({ kind: 'sent' });
    expect(scope.isDone()).toBe(true);
  });

  test.each([500, 503, 401, 403, 408, 425])('will be retried after %i', async (status) => {
    endpoint().reply(status);
    expect(await sendTo(destination)).toMatchObject({ kind: 'transient', reason: `answered ${status}` });
  });

  test.each([
    ['2', 2_000],
    ['Wed, 01 May 2024 10:00:30 GMT', 30_000],
    ['soon', undefined],
  ])('waits as 429 with Retry-After: %s asks', async (header, retryAfterMs) => {
    endpoint().reply(429, '', { 'retry-after': header });
    expect(await sendTo(destination)).toEqual({ kind: 'transient', reason: 'answered 429', retryAfterMs });
  });

  test.each([400, 404, 410, 302])('gives up after %i', async (status) => {
    endpoint().reply(status);
    expect(await sendTo(destination)).toEqual({ kind: 'permanent', reason: `answered ${status}` });
  });

  test('will be retried after silence', async () => {
    endpoint().delay(5_000).reply(200);
    expect(await sendTo({ ...destination, timeoutMs: 20 })).toEqual({
      kind: 'transient',
      reason: 'no answer within 20 ms',
    });
  });

  test('will be retried after a network error', async () => {
    endpoint().replyWithError(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
    expect(await sendTo(destination)).toMatchObject({ kind: 'transient' });
  });

  test('rejects when the collector aborts it', async () => {
    endpoint().delay(5_000).reply(200);
    const send = createSend(destination, fetch, clock);
    await expect(send(message, AbortSignal.abort())).rejects.toThrow();
  });
});
