import { expect, test } from 'vitest';
import type { Sink, SinkRequest } from '../contract/index.ts';
import { receiverSink } from './receiver-sink.ts';
import { recorded } from './testing/answers.ts';
import { Watched } from './testing/watched.ts';

const request = (body: string, at: number): SinkRequest => ({
  at,
  method: 'POST',
  path: '/cano-collector',
  headers: {},
  body,
  status: 200,
  answeredAt: at,
});

const watch = async (...requests: readonly SinkRequest[]): Promise<Watched> => {
  const behave = (): Disposable => ({ [Symbol.dispose]: () => undefined });
  const sink: Sink = { name: 'oncall', url: 'http://127.0.0.1:9', requests: () => requests, behave };
  const watched = new Watched({ sinks: new Map([['oncall', sink]]) });
  await receiverSink.watch?.(watched.context)[Symbol.asyncDispose]();
  return watched;
};

test('reads each notification once, dated by its arrival', async () => {
  const watched = await watch(
    request(recorded('webhook-firing.json'), 100),
    request(recorded('webhook-resolved.json'), 200),
  );
  expect(watched.seen.map(({ seen, when, receiver }) => [seen, when, receiver])).toEqual([
    ['notified', 100, 'oncall'],
    ['resolved', 200, 'oncall'],
  ]);
  expect(watched.verdicts).toMatchObject([{ ok: true }]);
});

test.each(['hello', '{"receiver":"oncall"}'])('complains of a request that is no webhook: %s', async (body) => {
  const watched = await watch(request(body, 100), request(recorded('webhook-firing.json'), 200));
  expect(watched.story).toEqual(['CanoCollectorDown notified']);
  const [verdict] = watched.verdicts;
  expect(verdict?.ok).toBe(false);
  expect(verdict?.detail).toContain(`no webhook of version 4 but ${body}`);
});
