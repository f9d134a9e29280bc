import { clusterOf, type DeliveryContext, type LoadShape } from '../../../harness/index.ts';
import { autoscaler, replicas, windowMs } from './autoscaler.ts';
import { deployment, selector } from './names.ts';
import { downWithin, scalingFacts } from './scaling-facts.ts';
import { scalingStory } from './scaling-story.ts';
import { watchScaling, type ScalingWatch } from './watch-scaling.ts';

export const sink = 'webhook';
export const accounts = { up: 'while it scales up', down: 'while it scales down' } as const;

/** Until the autoscaler has looked once, and metrics-server before it. */
const knowsWithinMs = 180_000;
const drainMs = 120_000;
const allowance = { lost: 0, unexpected: 0 };

/**
 * Puts the collector under the documented autoscaler and a load, then under next to none, and records what the autoscaler
 * did; a few alerts go on to come while replicas are taken away.
 */
export const underAutoscaler =
  (few: LoadShape) =>
  async (context: DeliveryContext): Promise<void> => {
    const { stack, clock, signal, speed, record, until, allowanceMs } = context;
    const cluster = clusterOf(stack);
    await cluster.apply([autoscaler(deployment, speed)]);
    await using watch = watchScaling({ cluster, deployment, selector, clock, signal });
    await until(() => watch.last()?.cpuPercent !== undefined, knowsWithinMs);
    const running = await context.load(context.shape());
    await context.account(running, { name: accounts.up, sink, drainMs, allowance });
    const load = { from: running.from, until: clock.now() };
    const rest = await context.load(few);
    await context.account(rest, { name: accounts.down, sink, drainMs, allowance });
    const window = windowMs / speed;
    await until(() => isBack(watch), downWithin(window, allowanceMs).backMs);
    const story = scalingStory(watch.samples(), load, replicas);
    const facts = { story, starts: watch.starts(), loadFrom: load.from, windowMs: window, allowanceMs };
    for (const fact of scalingFacts(facts)) record(fact);
  };

const isBack = (watch: ScalingWatch): boolean => {
  const { wanted = 0, ready = 0 } = watch.last() ?? {};
  return wanted <= replicas.least && ready <= replicas.least;
};
