import { clusterOf, cordonNode, type Cluster, type DeliveryContext } from '../../../harness/index.ts';
import { deployment } from './names.ts';
import { isReady, podsOf, rolledOutAfter } from './rollout.ts';
import { replacedWithin, underLoad, type Before } from './under-load.ts';

export const steps = {
  drained: 'its replicas run elsewhere',
  kept: 'the budget keeps two replicas at work',
} as const;

const kept = 2;
const metadata = { name: deployment };
/** The documents have none: without it a drain may take all replicas of a node at once. */
const budget = {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata,
  spec: { minAvailable: kept, selector: { matchLabels: { app: deployment } } },
};

/** The worker that has the most replicas, so that the budget has something to hold back. */
const fullest = async (cluster: Cluster): Promise<string> => {
  const workers = new Set(cluster.nodes.filter(({ isControlPlane }) => !isControlPlane).map(({ name }) => name));
  const counts = Map.groupBy(await podsOf(cluster), ({ spec }) => spec.nodeName ?? '');
  const [first] = [...counts].filter(([name]) => workers.has(name)).toSorted(([, a], [, b]) => b.length - a.length);
  if (first === undefined) throw new Error('no replica runs on a worker');
  return first[0];
};

/** Drains the node of replicas under load, and accounts for all that was sent meanwhile. */
export const drainedNode = async (context: DeliveryContext): Promise<void> => {
  await clusterOf(context.stack).apply([budget]);
  const cordoned = await underLoad(context, async (before) => await drain(context, before));
  await cordoned[Symbol.asyncDispose]();
};

/** Gives the node's cordon, which stays. */
const drain = async (context: DeliveryContext, { cluster, pods, latestMs }: Before): Promise<AsyncDisposable> => {
  const { stack, clock, until, record } = context;
  const node = await fullest(cluster);
  const from = clock.now();
  const cordoned = await context.inject({ ...cordonNode(stack, node), title: `the node ${node} is drained` });
  let least = pods.length;
  const isEmpty = async (): Promise<boolean> => {
    const now = await podsOf(cluster);
    least = Math.min(least, now.filter(isReady).length);
    const left = now.filter(({ spec }) => spec.nodeName === node);
    for (const { metadata: pod } of left) await cluster.evict(pod.name);
    return left.length === 0;
  };
  const isDrained = await until(isEmpty, latestMs);
  const gotMs = isDrained ? await rolledOutAfter(context, cluster, { from, withinMs: latestMs }) : undefined;
  const within = replacedWithin(gotMs, latestMs);
  const got = gotMs === undefined ? 'not all' : 'all';
  record({ name: steps.drained, expected: 'all', got, awaited: true, within });
  record({ name: steps.kept, expected: `${kept} or more`, got: least >= kept ? `${kept} or more` : `${least}` });
  return cordoned;
};
