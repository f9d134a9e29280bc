import { expect, test } from 'vitest';
import { seededRandom, systemClock } from '../core/index.ts';
import { fakeClock } from '../core/testing/fake-clock.ts';
import { startSink } from '../environments/sink/start-sink.ts';
import { startTraffic } from './webhook-traffic.ts';

type Payload = { version: string; status: string; alerts: { labels: Record<string, string>; fingerprint: string }[] };

const subject = async () => await startSink('subject', systemClock, seededRandom(1));
const signal = new AbortController().signal;

test('keeps its pace when nobody answers, and each alert is one of its own', async () => {
  await using sink = await subject();
  const held = sink.behave({ hang: true });
  const clock = fakeClock();
  const traffic = startTraffic({ url: sink.url, perSecond: 4, drill: 'alerts/some', clock, signal });
  await clock.advance(1_900);
  expect(traffic.counts()).toEqual({ sent: 8, accepted: 0 });
  await expect.poll(() => sink.requests().length).toBe(8);
  held[Symbol.dispose]();
  await traffic[Symbol.asyncDispose]();
  const payloads = sink.requests().map(({ body }) => JSON.parse(body) as Payload);
  expect(payloads[0]).toMatchObject({ version: '4', status: 'firing' });
  expect(new Set(payloads.map(({ alerts }) => alerts[0]?.fingerprint)).size).toBe(8);
  expect(payloads[0]?.alerts[0]?.fingerprint).toMatch(/^[0-9a-f]{16}$/);
});

test('counts as accepted what is answered with 2xx, and has every answer when it ends', async () => {
  await using sink = await subject();
  const clock = fakeClock();
  const refusing = sink.behave({ status: 503, times: 2 });
  const traffic = startTraffic({ url: sink.url, perSecond: 10, drill: 'alerts/some', clock, signal });
  await clock.advance(450);
  await traffic[Symbol.asyncDispose]();
  expect(traffic.counts()).toEqual({ sent: 5, accepted: 3 });
  refusing[Symbol.dispose]();
});
