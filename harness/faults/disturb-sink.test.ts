import { describe, expect, test } from 'vitest';
import { seededRandom } from '../core/index.ts';
import { instantClock } from '../core/testing/fake-clock.ts';
import { startSink } from '../environments/sink/start-sink.ts';
import { disturbSink } from './disturb-sink.ts';
import { contextOf } from './testing/fault-bench.ts';

const fault = disturbSink({ sink: 'webhook', behaviour: { status: 503 }, title: 'it fails' });

/** A sink that a subject posts to at each sleep of the clock, or never. */
const bench = async (isUsed: boolean) => {
  const clock = instantClock();
  const sink = await startSink('webhook', clock, seededRandom(1));
  const post = async (): Promise<number> => (await fetch(sink.url, { method: 'POST', body: '{}' })).status;
  const sleep: typeof clock.sleep = async (ms, signal) => {
    if (isUsed) await post();
    await clock.sleep(ms, signal);
  };
  const context = contextOf({ sinks: new Map([['webhook', sink]]) }, { clock: { ...clock, sleep } });
  return { context, sink, post, [Symbol.asyncDispose]: async () => await sink[Symbol.asyncDispose]() };
};

describe('a disturbed destination', () => {
  test('is in effect once a request has met it, and answers as before when it is undone', async () => {
    await using it = await bench(true);
    expect(await it.post()).toBe(200);
    const injected = await fault.inject(it.context);
    expect(it.sink.requests().at(-1)?.status).toBe(503);
    expect(await it.post()).toBe(503);
    await injected[Symbol.asyncDispose]();
    expect(await it.post()).toBe(200);
  });

  test('is an error when nothing meets it, although requests came before, and is undone', async () => {
    await using it = await bench(false);
    await it.post();
    await expect(fault.inject(it.context)).rejects.toMatchObject({ code: 'FAULT_INEFFECTIVE' });
    expect(await it.post()).toBe(200);
  });

  test('is undone when the run is interrupted meanwhile', async () => {
    await using it = await bench(true);
    const reason = new Error('interrupted');
    await expect(fault.inject({ ...it.context, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(await it.post()).toBe(200);
  });

  test('is bad input for a sink that the system does not have', async () => {
    const injecting = fault.inject(contextOf({ sinks: new Map() }));
    await expect(injecting).rejects.toMatchObject({ code: 'DRILL_INVALID', kind: 'input' });
  });
});
