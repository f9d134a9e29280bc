import { describe, expect, test } from 'vitest';
import { fakeClock } from '../core/testing/fake-clock.ts';
import { eventually } from '../environments/testing/run-processes.ts';
import { serveAnswers } from '../observers/testing/answers.ts';
import { malformedAlerts, type Pace } from './malformed-alerts.ts';
import { contextOf, FakeSubject } from './testing/fault-bench.ts';

const refusing = { '/alerts': { status: 400, body: 'alerts: not a list' } };

/** Injects into a subject that refuses, on a clock that moves only when told to. */
const inject = async (pace: Pace, signal = new AbortController().signal) => {
  const subject = await serveAnswers(refusing);
  const clock = fakeClock();
  const context = contextOf({ subject: new FakeSubject({ url: subject.url }) }, { clock, signal });
  const injected = await malformedAlerts(pace).inject(context);
  const arrived = async (count: number): Promise<void> => {
    await eventually(`${count} alerts arrive`, () => subject.asked.length >= count);
    expect(subject.asked).toHaveLength(count);
  };
  return { subject, clock, injected, arrived, [Symbol.asyncDispose]: subject[Symbol.asyncDispose].bind(subject) };
};

describe('malformed alerts', () => {
  test('are posted evenly, the first at once, until they are undone', async () => {
    await using it = await inject({ perSecond: 4 });
    expect(it.injected.proof).toContain('400');
    expect(it.subject.asked[0]?.pathname).toBe('/alerts');
    await it.arrived(1);
    await eventually('the next is waited for', () => it.clock.sleeps.length === 1);
    expect(it.clock.sleeps).toEqual([250]);
    await it.clock.advance(250);
    await eventually('the next is waited for', () => it.clock.sleeps.length === 2);
    await it.arrived(2);
    await it.injected[Symbol.asyncDispose]();
    await it.clock.advance(10_000);
    await it.arrived(2);
  });

  test('are posted at their offsets and then no more', async () => {
    await using it = await inject({ offsetsMs: [0, 100, 700] });
    for (const [count, ms] of [100, 600].entries()) {
      await eventually('the next is waited for', () => it.clock.sleeps.length === count + 1);
      await it.clock.advance(ms);
      await it.arrived(count + 2);
    }
    expect(it.clock.sleeps).toEqual([100, 600]);
    await it.injected[Symbol.asyncDispose]();
    await it.arrived(3);
  });

  test('end with the run', async () => {
    const stop = new AbortController();
    await using it = await inject({ perSecond: 4 }, stop.signal);
    await eventually('the next is waited for', () => it.clock.sleeps.length === 1);
    stop.abort(new Error('interrupted'));
    await it.injected[Symbol.asyncDispose]();
    await it.arrived(1);
  });

  test.each([
    ['takes them', 202, 'got 202'],
    ['fails at them', 500, 'got 500'],
  ])('are an error when the subject %s', async (_, status, got) => {
    await using subject = await serveAnswers({ '/alerts': { status, body: '' } });
    const context = contextOf({ subject: new FakeSubject({ url: subject.url }) });
    await expect(malformedAlerts({ perSecond: 1 }).inject(context)).rejects.toMatchObject({
      code: 'FAULT_INEFFECTIVE',
      message: expect.stringContaining(got) as string,
    });
    expect(subject.asked).toHaveLength(1);
  });

  test('are an error when nobody answers, at once or later', async () => {
    const nobody = contextOf({ subject: new FakeSubject() });
    const code = 'FAULT_INEFFECTIVE';
    await expect(malformedAlerts({ perSecond: 1 }).inject(nobody)).rejects.toMatchObject({ code });
    await using it = await inject({ offsetsMs: [0, 100] });
    await it.subject[Symbol.asyncDispose]();
    await eventually('the next is waited for', () => it.clock.sleeps.length === 1);
    await it.clock.advance(100);
    await expect(it.injected[Symbol.asyncDispose]()).rejects.toMatchObject({ code });
  });
});
