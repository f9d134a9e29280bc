import { clusterOf, type DeliveryContext } from '../../../harness/index.ts';
import { isRolledOut, podsOf, restart, rolledOutAfter } from './rollout.ts';
import { sink } from './under-autoscaler.ts';

export const account = 'deliveries';
export const steps = { replaced: 'every replica is replaced', ended: 'the update ends' } as const;

/** A pod at a time: the documented probe's first delay and period, its start, and what is finished of the one before it. */
const podMs = 5_000 + 5_000 + 30_000 + 30_000;
const drainMs = 60_000;
const answerMs = 250;

/** Replaces every replica under load, one after the other, as Kubernetes does, and accounts for all that was sent meanwhile. */
export const rollingUpdate = async (context: DeliveryContext): Promise<void> => {
  const { stack, clock, signal, until, record, allowanceMs } = context;
  const cluster = clusterOf(stack);
  await until(async () => await isRolledOut(cluster), podMs);
  const before = (await podsOf(cluster)).map(({ metadata }) => metadata.name);
  const shape = context.shape();
  using answers = new DisposableStack();
  // So that every replica has deliveries under way when it is asked to finish.
  answers.use(stack.sinks.get(sink)?.behave({ delayMs: answerMs }));
  const load = await context.load(shape);
  await clock.sleep(shape.durationMs / 10, signal);
  const from = clock.now();
  await restart(cluster, from);
  const latestMs = podMs * before.length + allowanceMs;
  const gotMs = await rolledOutAfter(context, cluster, { from, withinMs: latestMs });
  const left = (await podsOf(cluster)).filter(({ metadata }) => before.includes(metadata.name)).length;
  const within = { gotMs, earliestMs: 0, latestMs, dominant: 'the start of a replica and the end of another' };
  record({
    name: steps.ended,
    expected: 'ended',
    got: gotMs === undefined ? 'not ended' : 'ended',
    awaited: true,
    within,
  });
  record({ name: steps.replaced, expected: '0 left', got: `${left} left`, detail: `${before.length} replicas` });
  const allowance = { lost: 0, duplicated: 0, unexpected: 0, reordered: 0, stuck: 0 };
  await context.account(load, { name: account, sink, drainMs, allowance });
};
