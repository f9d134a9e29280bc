import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { SinkBehaviour } from '../../contract/index.ts';
import { seededRandom, type Clock } from '../../core/index.ts';
import { fakeClock } from '../../core/testing/fake-clock.ts';
import { eventually } from '../testing/run-processes.ts';
import { startSink } from './start-sink.ts';

const start = async (seed = 1, clock = fakeClock()) => await startSink('oncall', clock, seededRandom(seed));

const statuses = async (url: string, count: number): Promise<number[]> => {
  const seen: number[] = [];
  for (let sent = 0; sent < count; sent += 1) seen.push((await fetch(url)).status);
  return seen;
};

describe('a sink', () => {
  test('answers 200 at once and keeps every request whole', async () => {
    const clock = fakeClock(5_000);
    await using sink = await start(1, clock);
    const body = '{"text":"ü€🚒"}'.repeat(50_000);
    const response = await fetch(`${sink.url}/a/b?c=d`, { method: 'PUT', body, headers: { 'x-team': 'one' } });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('ok');
    await fetch(sink.url);
    expect(sink.requests()).toMatchObject([
      { at: 5_000, method: 'PUT', path: '/a/b?c=d', headers: { 'x-team': 'one' }, body, status: 200 },
      { method: 'GET', path: '/', body: '', status: 200, answeredAt: 5_000 },
    ]);
  });

  test('keeps what came of a request whose sender goes away in the middle', async () => {
    await using sink = await start();
    const socket = connect(Number(new URL(sink.url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.end('POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nonly this');
    await eventually('the sink has the request', () => sink.requests().length === 1);
    expect(sink.requests()).toMatchObject([{ path: '/x', body: 'only this' }]);
  });

  test('answers with the status and headers that it is told until the handle is disposed', async () => {
    await using sink = await start();
    const handle = sink.behave({ status: 429, headers: { 'retry-after': '7' } });
    const response = await fetch(sink.url);
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7']);
    handle[Symbol.dispose]();
    expect((await fetch(sink.url)).status).toBe(200);
    expect(sink.requests().map(({ status }) => status)).toEqual([429, 200]);
  });

  test('holds its answer back for the delay, and no longer', async () => {
    const clock = fakeClock();
    await using sink = await start(1, clock);
    sink.behave({ delayMs: 5_000, status: 503 });
    const answer = fetch(sink.url);
    await eventually('the delay begins', () => clock.sleeps.includes(5_000));
    await clock.advance(4_999);
    expect(sink.requests()[0]).toMatchObject({ status: undefined, answeredAt: undefined });
    await clock.advance(1);
    expect((await answer).status).toBe(503);
    const [{ at, answeredAt } = { at: 0, answeredAt: 0 }] = sink.requests();
    expect((answeredAt ?? 0) - at).toBe(5_000);
  });

  test.each<[string, SinkBehaviour]>([
    ['a hang', { hang: true }],
    ['a delay', { delayMs: 60_000 }],
  ])('releases what %s holds when the handle is disposed', async (_, behaviour) => {
    const clock = fakeClock();
    await using sink = await start(1, clock);
    const handle = sink.behave(behaviour);
    const answers = [fetch(sink.url), fetch(sink.url)];
    await eventually('both are held', () => clock.sleeps.length === 2);
    expect(sink.requests().map(({ status }) => status)).toEqual([undefined, undefined]);
    handle[Symbol.dispose]();
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200]);
  });

  test('closes what it holds when it is stopped itself, also for an earlier behaviour', async () => {
    const open = new Set<number>();
    const fake = fakeClock();
    const sleep: Clock['sleep'] = async (ms, signal) => {
      const id = open.size;
      open.add(id);
      await fake.sleep(ms, signal).finally(() => open.delete(id));
    };
    const sink = await startSink(
      'oncall',
      { now: () => fake.now(), monotonic: () => fake.monotonic(), sleep },
      seededRandom(1),
    );
    const answers: Promise<unknown>[] = [];
    for (const status of [500, 503]) {
      sink.behave({ hang: true, status });
      answers.push(fetch(sink.url).catch((error: unknown) => error));
      await eventually('it is held', () => open.size === answers.length);
    }
    await sink[Symbol.asyncDispose]();
    expect(await Promise.all(answers)).toEqual([expect.any(TypeError), expect.any(TypeError)]);
    await eventually('nothing sleeps on', () => open.size === 0);
    await expect(fetch(sink.url)).rejects.toThrow();
  });

  test('resets the connection', async () => {
    await using sink = await start();
    sink.behave({ reset: true });
    const error = await fetch(sink.url).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ cause: { code: 'ECONNRESET' } });
    await eventually('the reset is noted', () => sink.requests()[0]?.answeredAt !== undefined);
    expect(sink.requests()[0]?.status).toBeUndefined();
  });

  test('sends a slow body a byte at a time', async () => {
    const clock = fakeClock();
    await using sink = await start(1, clock);
    sink.behave({ slowBodyMs: 1_000 });
    const response = await fetch(sink.url);
    const body = response.text();
    for (let sent = 1; sent <= 'slow body'.length; sent += 1) {
      await eventually(`byte ${sent}`, () => clock.sleeps.length === sent);
      expect(sink.requests()[0]?.answeredAt).toBeUndefined();
      await clock.advance(1_000);
    }
    expect(await body).toBe('slow body');
    expect(clock.sleeps).toEqual(Array.from('slow body', () => 1_000));
  });

  test('misbehaves for a share of the requests, the same ones for the same seed', async () => {
    const run = async (seed: number): Promise<number[]> => {
      await using sink = await start(seed);
      sink.behave({ status: 500, share: 0.3 });
      return await statuses(sink.url, 60);
    };
    const first = await run(7);
    expect(await run(7)).toEqual(first);
    expect(await run(8)).not.toEqual(first);
    const random = seededRandom(7);
    expect(first).toEqual(Array.from({ length: 60 }, () => (random() < 0.3 ? 500 : 200)));
  });

  test('misbehaves for a number of requests and then no more', async () => {
    await using sink = await start();
    sink.behave({ status: 500, times: 2 });
    expect(await statuses(sink.url, 4)).toEqual([500, 500, 200, 200]);
  });

  test('takes the latest behaviour, which an earlier handle does not end', async () => {
    await using sink = await start();
    const first = sink.behave({ status: 500 });
    sink.behave({ status: 503 });
    first[Symbol.dispose]();
    expect(await statuses(sink.url, 1)).toEqual([503]);
  });
});
