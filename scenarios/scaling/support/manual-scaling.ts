import { clusterOf, type DeliveryContext } from '../../../harness/index.ts';
import { autoscaler, replicas } from './autoscaler.ts';
import { deployment } from './names.ts';
import { podsOf, rolledOutAfter, scaleTo } from './rollout.ts';

export const steps = {
  up: 'from 2, the documented "scale up" to 3 makes 3',
  down: 'from 6, the documented "scale up" to 3 takes 3 away',
  overridden: 'with the documented autoscaler, 1 does not stay',
} as const;

/** 000, l. 279 and 001, l. 268. */
const documented = 3;
const some = 6;
const readyMs = 120_000;
/** The autoscaler looks every 15 s, and sees to its least number without knowing the CPU. */
const looksMs = 2 * 15_000;

/** Scales by hand as the documents say, from fewer, from more, and against the documented autoscaler. */
export const manualScaling = async (context: DeliveryContext): Promise<void> => {
  const { stack, clock, record, until, speed } = context;
  const cluster = clusterOf(stack);
  const to = async (count: number): Promise<number> => {
    await scaleTo(cluster, count);
    await rolledOutAfter(context, cluster, { from: clock.now(), withinMs: readyMs });
    return (await podsOf(cluster)).length;
  };
  record({ name: steps.up, expected: '3 replicas', got: `${await to(documented)} replicas` });
  const before = await to(some);
  const after = await to(documented);
  record({ name: steps.down, expected: '6, then 3', got: `${before}, then ${after}` });
  await cluster.apply([autoscaler(deployment, speed)]);
  await scaleTo(cluster, 1);
  const isBack = await until(async () => (await podsOf(cluster)).length >= replicas.least, looksMs + readyMs);
  record({ name: steps.overridden, expected: '2 again', got: isBack ? '2 again' : 'it stays' });
};
