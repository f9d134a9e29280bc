import type { DeliveryContext } from '../../../harness/index.ts';
import { podsOf, restart, rolledOutAfter } from './rollout.ts';
import { replacedWithin, underLoad, type Before } from './under-load.ts';

export const steps = { replaced: 'every replica is replaced', ended: 'the update ends' } as const;

/** Replaces every replica under load, one after the other, as Kubernetes does, and accounts for all that was sent meanwhile. */
export const rollingUpdate = async (context: DeliveryContext): Promise<void> =>
  await underLoad(context, async (before) => await update(context, before));

const update = async (context: DeliveryContext, { cluster, pods, latestMs }: Before): Promise<void> => {
  const { clock, record } = context;
  const before = pods.map(({ metadata }) => metadata.name);
  const from = clock.now();
  await restart(cluster, from);
  const gotMs = await rolledOutAfter(context, cluster, { from, withinMs: latestMs });
  const left = (await podsOf(cluster)).filter(({ metadata }) => before.includes(metadata.name)).length;
  const within = replacedWithin(gotMs, latestMs);
  record({
    name: steps.ended,
    expected: 'ended',
    got: gotMs === undefined ? 'not ended' : 'ended',
    awaited: true,
    within,
  });
  record({ name: steps.replaced, expected: '0 left', got: `${left} left`, detail: `${before.length} replicas` });
};
