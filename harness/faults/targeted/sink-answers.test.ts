import { expect, test } from 'vitest';
import { seededRandom } from '../../core/index.ts';
import { instantClock } from '../../core/testing/fake-clock.ts';
import { startSink } from '../../environments/sink/start-sink.ts';
import { sinkAnswers } from './sink-answers.ts';

const signal = new AbortController().signal;

/** A sink that a subject posts to at each sleep of the clock, or never. */
const bench = async (isUsed: boolean) => {
  const clock = instantClock();
  const sink = await startSink('webhook', clock, seededRandom(1));
  const post = async (): Promise<number | undefined> =>
    await fetch(sink.url, { method: 'POST', body: '{}' }).then(
      ({ status }) => status,
      () => undefined,
    );
  const sleep: typeof clock.sleep = async (ms, ended) => {
    if (isUsed) await post();
    await clock.sleep(ms, ended);
  };
  return { clock: { ...clock, sleep }, sink, post, [Symbol.asyncDispose]: sink[Symbol.asyncDispose] };
};

test.each([
  [{ status: 429, share: 0.5 }, 'answers 429 to 50 % of the requests', [200, 429]],
  [{ reset: true, share: 0.5 }, 'drops its answer to 50 % of the requests', [200, undefined]],
])('%o is in effect once a delivery met it, for a share, and is undone', async (behaviour, title, answers) => {
  await using it = await bench(true);
  const fault = sinkAnswers(it.sink, behaviour, it.clock);
  expect(fault.title).toBe(`the receiver webhook ${title}`);
  const injected = await fault.inject(signal);
  const got = [];
  for (let index = 0; index < 50; index += 1) got.push(await it.post());
  expect(new Set(got)).toEqual(new Set(answers));
  await injected[Symbol.asyncDispose]();
  for (let index = 0; index < 20; index += 1) expect(await it.post()).toBe(200);
});

test('is an error when nothing meets it, and is undone', async () => {
  await using it = await bench(false);
  const injecting = sinkAnswers(it.sink, { status: 500 }, it.clock).inject(signal);
  await expect(injecting).rejects.toMatchObject({ code: 'FAULT_INEFFECTIVE' });
  expect(await it.post()).toBe(200);
});
