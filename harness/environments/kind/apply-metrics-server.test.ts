import { expect, it } from 'vitest';
import { instantClock } from '../../core/testing/fake-clock.ts';
import { measuresNodes } from './apply-metrics-server.ts';

it('waits until metrics-server knows every node, and through its own start', async () => {
  const answers = [
    { status: 503, body: undefined },
    { status: 200, body: { items: [{}] } },
    { status: 200, body: { items: [{}, {}] } },
    { status: 200, body: { items: [{}, {}, {}] } },
  ];
  let asked = 0;
  const api = { ask: async () => await Promise.resolve(answers[asked++]!) };
  await measuresNodes(api, 3, instantClock(), new AbortController().signal);
  expect(asked).toBe(4);
});
