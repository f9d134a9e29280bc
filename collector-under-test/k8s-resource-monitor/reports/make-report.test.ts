import { expect, test } from 'vitest';
import { makeReport } from './make-report.ts';

const counts = [
  { at: 2_000, pods: 3, running: 1 },
  { at: 3_500, pods: 5, running: 4 },
];

test('each point has the last collection before it, and none where there is none', async () => {
  const { pods, running, summary } = await makeReport(counts, 0, 6);
  expect([...pods]).toEqual([NaN, NaN, 3, 3, 5, 5]);
  expect([...running]).toEqual([NaN, NaN, 1, 1, 4, 4]);
  expect(summary).toEqual({
    points: 6,
    pods: { known: 4, least: 3, most: 5 },
    running: { known: 4, least: 1, most: 4 },
  });
});

test('collections from before the span count at its beginning', async () => {
  expect([...(await makeReport(counts, 3_000, 2)).pods]).toEqual([3, 5]);
});

test('a span without collections has no values', async () => {
  expect((await makeReport([], 0, 3)).summary).toEqual({ points: 3, pods: { known: 0 }, running: { known: 0 } });
});

test('others are served while a long one is made', async () => {
  const order: string[] = [];
  const made = makeReport(counts, 0, 2_000_000).then(({ pods }) => order.push(`made ${pods.at(-1)}`));
  setImmediate(() => order.push('served'));
  await made;
  expect(order).toEqual(['served', 'made 5']);
});
