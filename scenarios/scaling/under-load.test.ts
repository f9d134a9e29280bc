import { expect, test } from 'vitest';
import { instantClock } from '../../harness/core/testing/fake-clock.ts';
import type { DeliveryContext } from '../../harness/index.ts';
import { isReady } from './support/rollout.ts';
import { underLoad } from './support/under-load.ts';

const pod = (name: string) => ({ metadata: { name }, spec: {} });

/** A context of two replicas, rolled out at the third look, that says what happens in it. */
const bench = (log: string[]): DeliveryContext => {
  const clock = instantClock();
  let looks = 0;
  const read = async (): Promise<object> => {
    looks += 1;
    const ready = looks < 3 ? 1 : 2;
    return await Promise.resolve({
      metadata: { generation: 1 },
      spec: { replicas: 2 },
      status: { observedGeneration: 1, updatedReplicas: 2, readyReplicas: ready, replicas: 2 },
    });
  };
  const list = async () => await Promise.resolve([pod('a'), pod('b')]);
  const behave = ({ delayMs }: { readonly delayMs: number }): Disposable => {
    log.push(`answers take ${delayMs} ms`);
    return { [Symbol.dispose]: () => void log.push('answers take no time') };
  };
  return {
    stack: { cluster: { read, list }, sinks: new Map([['webhook', { behave }]]) },
    clock,
    signal: new AbortController().signal,
    allowanceMs: 1_500,
    shape: () => ({ durationMs: 60_000 }),
    until: async (holds: () => Promise<boolean>) => {
      while (!(await holds())) log.push('not rolled out');
      return true;
    },
    load: async () => await Promise.resolve(log.push('the load begins')),
    account: async (_: unknown, { name }: { readonly name: string }) =>
      await Promise.resolve(log.push(`${name} after ${clock.sleeps.join()} ms`)),
  } as unknown as DeliveryContext;
};

test('the replicas change once they are rolled out and have deliveries under way, and all is accounted for', async () => {
  const log: string[] = [];
  const acted = await underLoad(bench(log), async ({ pods, latestMs }) => {
    log.push(`${pods.map(({ metadata }) => metadata.name).join()} change within ${latestMs} ms`);
    return await Promise.resolve('what it gives');
  });
  expect(acted).toBe('what it gives');
  expect(log).toEqual([
    'not rolled out',
    'not rolled out',
    'answers take 250 ms',
    'the load begins',
    'a,b change within 141500 ms',
    'deliveries after 6000 ms',
    'answers take no time',
  ]);
});

test('a pod is ready when it says so, and not before it says anything', () => {
  const saying = (type: string, status: string) => ({ status: { conditions: [{ type, status }] } });
  expect(isReady(saying('Ready', 'True'))).toBe(true);
  for (const not of [saying('Ready', 'False'), saying('ContainersReady', 'True'), { status: {} }, {}])
    expect(isReady(not)).toBe(false);
});
