import { clusterOf, exceedMemory, type Cluster, type DeliveryContext } from '../../../harness/index.ts';
import { isReady, podsOf } from './rollout.ts';
import { sink } from './under-autoscaler.ts';
import { account } from './under-load.ts';

export const steps = { killed: 'the container is killed for its memory', back: 'it runs again' } as const;

/** Kubelet starts it again at once; then the documented probe's first delay and period, and its start. */
const backMs = 5_000 + 5_000 + 30_000;
const drainMs = 60_000;
const answerMs = 1_500;
/** Requests of one replica to one destination that can be under way, and so can arrive twice. */
export const inFlight = 16;

/**
 * Of the processes of the container the kernel shall choose the collector, so each of those that take the memory takes less
 * than the collector has; they are begun until the kernel has to choose.
 */
const takeMemory = [
  'sh',
  '-c',
  `echo 1000 >/proc/1/oom_score_adj || exit
for each in $(seq 40); do node -e 'const held = Buffer.alloc(20_000_000, 1); setInterval(() => held, 60_000)' & done
wait`,
];

const stateOf = async (cluster: Cluster, pod: string) => {
  const found = (await podsOf(cluster)).find(({ metadata }) => metadata.name === pod);
  const [container] = found?.status?.containerStatuses ?? [];
  return { restarts: container?.restartCount ?? 0, isReady: found !== undefined && isReady(found) };
};

/** One of the replicas goes over its memory limit under load; it starts again with what it had, and nothing is lost. */
export const outOfMemory = async (context: DeliveryContext): Promise<void> => {
  const { stack, clock, signal, until, record, allowanceMs } = context;
  const cluster = clusterOf(stack);
  const [pod = ''] = (await podsOf(cluster)).map(({ metadata }) => metadata.name);
  const shape = context.shape();
  using answers = new DisposableStack();
  const load = await context.load(shape);
  await clock.sleep(shape.durationMs / 4, signal);
  // So that deliveries are under way, and others wait for them, when it is killed.
  answers.use(stack.sinks.get(sink)?.behave({ delayMs: answerMs }));
  await context.inject(exceedMemory(stack, { pod, command: takeMemory }));
  answers.dispose();
  const from = clock.now();
  const { restarts } = await stateOf(cluster, pod);
  const got = restarts > 0 ? 'started again' : 'not started again';
  record({ name: steps.killed, expected: 'started again', got, detail: `${restarts} restarts` });
  const latestMs = backMs + allowanceMs;
  const isBack = await until(async () => (await stateOf(cluster, pod)).isReady, latestMs);
  const within = { gotMs: isBack ? clock.now() - from : undefined, earliestMs: 0, latestMs, dominant: 'its start' };
  record({ name: steps.back, expected: 'ready', got: isBack ? 'ready' : 'not ready', awaited: true, within });
  const allowance = { lost: 0, duplicated: inFlight, unexpected: 0 };
  await context.account(load, { name: account, sink, drainMs, allowance });
};
