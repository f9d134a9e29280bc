import { describe, expect, test } from 'vitest';
import { seededRandom, systemClock } from '../core/index.ts';
import { fakeClock, instantClock } from '../core/testing/fake-clock.ts';
import { startSink, type StartedSink } from '../environments/sink/start-sink.ts';
import { eventually } from '../environments/testing/run-processes.ts';
import { startTraffic } from './webhook-traffic.ts';

type Payload = { version: string; alerts: [{ labels: Record<string, string>; fingerprint: string; startsAt: string }] };

const payloads = (sink: StartedSink): Payload[] => sink.requests().map(({ body }) => JSON.parse(body) as Payload);

/** A receiver, and traffic of four a second to it on a clock that moves only when told to. */
const bench = async (url?: string) => {
  const sink = await startSink('subject', systemClock, seededRandom(1));
  const clock = fakeClock(0);
  const stop = new AbortController();
  const options = { perSecond: 4, drill: 'alerts/some', clock, signal: stop.signal };
  const traffic = startTraffic({ url: url ?? `${sink.url}/alerts`, ...options });
  const arrived = async (count: number): Promise<void> =>
    await eventually(`${count} alerts arrive`, () => sink.requests().length >= count);
  return { sink, clock, stop, traffic, arrived, [Symbol.asyncDispose]: sink[Symbol.asyncDispose].bind(sink) };
};

describe('traffic', () => {
  test('is what Alertmanager posts, each alert with labels of its own', async () => {
    await using it = await bench();
    await it.clock.advance(250);
    await it.arrived(2);
    await it.traffic[Symbol.asyncDispose]();
    const [first, second] = payloads(it.sink);
    expect(it.sink.requests()[0]).toMatchObject({ method: 'POST', path: '/alerts' });
    expect(it.sink.requests()[0]?.headers['content-type']).toBe('application/json');
    expect(first).toMatchObject({
      version: '4',
      status: 'firing',
      alerts: [{ status: 'firing', labels: { alertname: 'SyntheticAlert', drill: 'alerts/some' } }],
    });
    expect([first?.alerts[0].startsAt, second?.alerts[0].startsAt].sort()).toEqual([
      '1970-01-01T00:00:00.000Z',
      '1970-01-01T00:00:00.250Z',
    ]);
    expect(first?.alerts[0].fingerprint).toMatch(/^[0-9a-f]{16}$/);
    expect(first?.alerts[0].fingerprint).not.toBe(second?.alerts[0].fingerprint);
    expect(first?.alerts[0].labels['instance']).not.toBe(second?.alerts[0].labels['instance']);
  });

  test('keeps its pace while nothing is answered, and counts what is', async () => {
    await using it = await bench();
    const silence = it.sink.behave({ hang: true });
    await it.clock.advance(1_000);
    await it.arrived(5);
    expect(it.traffic.counts()).toEqual({ sent: 5, accepted: 0 });
    silence[Symbol.dispose]();
    await eventually('all are answered', () => it.traffic.counts().accepted === 5);
    await it.traffic[Symbol.asyncDispose]();
  });

  test('makes up for a clock that wakes it late', async () => {
    await using sink = await startSink('subject', systemClock, seededRandom(1));
    const clock = instantClock(0, () => 100);
    const signal = new AbortController().signal;
    const traffic = startTraffic({ url: sink.url, perSecond: 4, drill: 'a', clock, signal });
    await eventually('some are sent', () => traffic.counts().sent > 3);
    await traffic[Symbol.asyncDispose]();
    expect(clock.sleeps.slice(0, 3)).toEqual([250, 150, 150]);
  });

  test('counts as accepted only what is answered with 2xx', async () => {
    await using it = await bench();
    await it.arrived(1);
    const refusal = it.sink.behave({ status: 503 });
    await it.clock.advance(250);
    await it.arrived(2);
    await it.traffic[Symbol.asyncDispose]();
    refusal[Symbol.dispose]();
    expect(it.traffic.counts()).toEqual({ sent: 2, accepted: 1 });
  });

  test('goes on when nobody answers', async () => {
    await using it = await bench('http://127.0.0.1:9');
    await it.clock.advance(500);
    await it.traffic[Symbol.asyncDispose]();
    expect(it.traffic.counts()).toEqual({ sent: 3, accepted: 0 });
  });

  test.each(['disposal', 'interruption'] as const)('ends with its %s', async (end) => {
    await using it = await bench();
    await it.arrived(1);
    if (end === 'interruption') it.stop.abort(new Error('interrupted'));
    else await it.traffic[Symbol.asyncDispose]();
    await it.clock.advance(10_000);
    expect(it.traffic.counts().sent).toBe(1);
    await it.traffic[Symbol.asyncDispose]();
  });
});
