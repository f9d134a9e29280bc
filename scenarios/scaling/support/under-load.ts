import { clusterOf, type Cluster, type DeliveryContext, type StepFact } from '../../../harness/index.ts';
import { isRolledOut, podsOf, type Pod } from './rollout.ts';
import { sink } from './under-autoscaler.ts';

export const account = 'deliveries';

/** Of one replica: the documented probe's first delay and period, its start, and what is finished of the one before it. */
const podMs = 5_000 + 5_000 + 30_000 + 30_000;
const drainMs = 60_000;
const answerMs = 250;

/** What a change to the replicas begins with. */
export type Before = {
  readonly cluster: Cluster;
  readonly pods: readonly Pod[];
  /** The latest that one replica after the other is another, in ms. */
  readonly latestMs: number;
};

/** Changes the replicas while each has deliveries under way, accounts for all that was sent meanwhile, and gives what `act` gives. */
export const underLoad = async <T>(context: DeliveryContext, act: (before: Before) => Promise<T>): Promise<T> => {
  const { stack, clock, signal, until, allowanceMs } = context;
  const cluster = clusterOf(stack);
  await until(async () => await isRolledOut(cluster), podMs);
  const pods = await podsOf(cluster);
  const shape = context.shape();
  using answers = new DisposableStack();
  // So that every replica has deliveries under way when it is asked to finish.
  answers.use(stack.sinks.get(sink)?.behave({ delayMs: answerMs }));
  const load = await context.load(shape);
  await clock.sleep(shape.durationMs / 10, signal);
  const acted = await act({ cluster, pods, latestMs: podMs * pods.length + allowanceMs });
  const allowance = { lost: 0, duplicated: 0, unexpected: 0, reordered: 0, stuck: 0 };
  await context.account(load, { name: account, sink, drainMs, allowance });
  return acted;
};

/** The bounds of the replacement of one replica after the other. */
export const replacedWithin = (gotMs: number | undefined, latestMs: number): NonNullable<StepFact['within']> => ({
  gotMs,
  earliestMs: 0,
  latestMs,
  dominant: 'the start of a replica and the end of another',
});
