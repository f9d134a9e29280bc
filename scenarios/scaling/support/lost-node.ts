import { clusterOf, killNode, type Cluster, type DeliveryContext } from '../../../harness/index.ts';
import { deployment } from './names.ts';
import { isReady, isRolledOut, podsOf, type Pod } from './rollout.ts';
import { sink } from './under-autoscaler.ts';
import { account } from './under-load.ts';

export const steps = { moved: 'its replicas run elsewhere' } as const;

/** Until a node counts as lost and its pods are given up, as the cluster's controllers are set, and until others are ready. */
const movedWithinMs = 120_000;
const drainMs = 120_000;

/** A worker that has a replica and nothing that the drill itself needs, unless there is no such one. */
const workerOf = async (cluster: Cluster): Promise<string> => {
  const own = (await podsOf(cluster)).map(({ spec }) => spec.nodeName ?? '');
  const others = ((await cluster.list({ apiVersion: 'v1', kind: 'Pod' })) as unknown as readonly Pod[])
    .filter(({ metadata }) => !metadata.name.startsWith(deployment))
    .map(({ spec }) => spec.nodeName);
  const workers = own.filter((name) => cluster.nodes.some((node) => node.name === name && !node.isControlPlane));
  return workers.find((name) => !others.includes(name)) ?? workers[0] ?? '';
};

/** Kills the node of a replica under load; what it had is delivered by others, which share the database. */
export const lostNode = async (context: DeliveryContext): Promise<void> => {
  const { stack, clock, signal, until, record, allowanceMs } = context;
  const cluster = clusterOf(stack);
  await until(async () => await isRolledOut(cluster), movedWithinMs);
  const shape = context.shape();
  const load = await context.load(shape);
  const node = await workerOf(cluster);
  await clock.sleep(shape.durationMs / 5, signal);
  const from = clock.now();
  const killed = await context.inject(killNode(stack, node));
  const isElsewhere = async (): Promise<boolean> => {
    const ready = (await podsOf(cluster)).filter((pod) => pod.spec.nodeName !== node && isReady(pod));
    return ready.length >= 2;
  };
  const latestMs = movedWithinMs + allowanceMs;
  const isMoved = await until(isElsewhere, latestMs);
  const within = {
    gotMs: isMoved ? clock.now() - from : undefined,
    earliestMs: 0,
    latestMs,
    dominant: 'the node’s grace',
  };
  record({ name: steps.moved, expected: 'ready', got: isMoved ? 'ready' : 'not ready', awaited: true, within });
  await context.account(load, { name: account, sink, drainMs, allowance: { lost: 0, unexpected: 0, stuck: 0 } });
  await killed[Symbol.asyncDispose]();
};
