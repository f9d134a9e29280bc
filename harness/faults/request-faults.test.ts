import { describe, expect, test } from 'vitest';
import { seededRandom, systemClock } from '../core/index.ts';
import { startSink } from '../environments/sink/start-sink.ts';
import { disturbSink } from './disturb-sink.ts';
import { malformedAlerts } from './malformed-alerts.ts';
import { fakeSubject } from './testing/fake-subject.ts';

const sinkNamed = async (name: string) => await startSink(name, systemClock, seededRandom(1));

describe('a disturbed destination', () => {
  const fault = disturbSink({ sink: 'slack', behaviour: { status: 503 }, title: 'slack refuses', metWithinMs: 200 });

  test('takes effect once a request has met it, and ends with its undoing', async () => {
    await using sink = await sinkNamed('slack');
    const injecting = fault.inject(fakeSubject({ sink }).context);
    expect((await fetch(sink.url)).status).toBe(503);
    const handle = await injecting;
    await handle[Symbol.asyncDispose]();
    expect((await fetch(sink.url)).status).toBe(200);
  });

  test('had no effect where nothing meets it, and is undone', async () => {
    await using sink = await sinkNamed('slack');
    const injecting = fault.inject(fakeSubject({ sink }).context);
    await expect(injecting).rejects.toMatchObject({ code: 'FAULT_INEFFECTIVE' });
    expect((await fetch(sink.url)).status).toBe(200);
  });

  test('is refused for a sink that the system does not have', async () => {
    await using sink = await sinkNamed('pagerduty');
    const injecting = fault.inject(fakeSubject({ sink }).context);
    await expect(injecting).rejects.toMatchObject({ code: 'DRILL_INVALID' });
  });
});

describe('malformed alerts', () => {
  test('are posted as often as they are told, and take effect by a refusal', async () => {
    await using subject = await sinkNamed('subject');
    subject.behave({ status: 400 });
    const handle = await malformedAlerts({ offsetsMs: [0, 20, 40] }).inject(fakeSubject({ url: subject.url }).context);
    await expect.poll(() => subject.requests().length).toBe(3);
    await handle[Symbol.asyncDispose]();
    expect(handle.proof).toContain('400');
    expect(subject.requests().map(({ method, path }) => `${method} ${path}`)).toEqual(
      Array(3).fill('POST /api/alerts'),
    );
  });

  test('are posted no more once they are undone', async () => {
    await using subject = await sinkNamed('subject');
    subject.behave({ status: 400 });
    const handle = await malformedAlerts({ perSecond: 100 }).inject(fakeSubject({ url: subject.url }).context);
    await handle[Symbol.asyncDispose]();
    const sent = subject.requests().length;
    await systemClock.sleep(50);
    expect(subject.requests().length).toBe(sent);
  });

  test.each([200, 500])('had no effect on a subject that answers %i', async (status) => {
    await using subject = await sinkNamed('subject');
    subject.behave({ status });
    const injecting = malformedAlerts({ perSecond: 1 }).inject(fakeSubject({ url: subject.url }).context);
    await expect(injecting).rejects.toMatchObject({ code: 'FAULT_INEFFECTIVE' });
  });
});
