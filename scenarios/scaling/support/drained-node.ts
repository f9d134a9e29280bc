import { clusterOf, cordonNode, type Cluster, type DeliveryContext } from '../../../harness/index.ts';
import { deployment } from './names.ts';
import { isReady, isRolledOut, podsOf, rolledOutAfter } from './rollout.ts';
import { sink } from './under-autoscaler.ts';

export const account = 'deliveries';
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

/** Of one replica: the documented probe's first delay and period, its start, and what is finished of the one before it. */
const podMs = 5_000 + 5_000 + 30_000 + 30_000;
const drainMs = 60_000;
const answerMs = 250;

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
  const { stack, clock, signal, until, record, allowanceMs } = context;
  const cluster = clusterOf(stack);
  await until(async () => await isRolledOut(cluster), podMs);
  await cluster.apply([budget]);
  const before = (await podsOf(cluster)).length;
  const shape = context.shape();
  using answers = new DisposableStack();
  // So that every replica has deliveries under way when it is asked to finish.
  answers.use(stack.sinks.get(sink)?.behave({ delayMs: answerMs }));
  const load = await context.load(shape);
  await clock.sleep(shape.durationMs / 10, signal);
  const node = await fullest(cluster);
  const from = clock.now();
  const cordoned = await context.inject({ ...cordonNode(stack, node), title: `the node ${node} is drained` });
  let least = before;
  const isEmpty = async (): Promise<boolean> => {
    const pods = await podsOf(cluster);
    least = Math.min(least, pods.filter(isReady).length);
    const left = pods.filter(({ spec }) => spec.nodeName === node);
    for (const { metadata: pod } of left) await cluster.evict(pod.name);
    return left.length === 0;
  };
  const latestMs = podMs * before + allowanceMs;
  const isDrained = await until(isEmpty, latestMs);
  const gotMs = isDrained ? await rolledOutAfter(context, cluster, { from, withinMs: latestMs }) : undefined;
  const within = { gotMs, earliestMs: 0, latestMs, dominant: 'the start of a replica and the end of another' };
  const got = gotMs === undefined ? 'not all' : 'all';
  record({ name: steps.drained, expected: 'all', got, awaited: true, within });
  record({ name: steps.kept, expected: `${kept} or more`, got: least >= kept ? `${kept} or more` : `${least}` });
  const allowance = { lost: 0, duplicated: 0, unexpected: 0, reordered: 0, stuck: 0 };
  await context.account(load, { name: account, sink, drainMs, allowance });
  await cordoned[Symbol.asyncDispose]();
};
