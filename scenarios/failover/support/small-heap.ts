import { canoCollector } from '../../../fixtures/systems/cano-collector/system.ts';
import { sinkDown, type DeliveryContext } from '../../../harness/index.ts';
import { faultDrill } from './fault-drill.ts';
import { goesOn, goesOnAfter } from './one-after-the-other.ts';
import { quickDestination } from './quick-destination.ts';
import { account, sink } from './through-fault.ts';

/** Room for the collector and some bodies of 1 MB, and not for the alerts of the outage as well. */
const heapMb = 64;
const load = { profile: 'large', alertsPerSecond: 600, durationMs: 18_000 } as const;
const outageMs = 9_000;
const waiting = 'a queue larger than the memory is kept';

/** The alerts that wait for the receiver take more memory than the collector may have. */
const script = async (context: DeliveryContext): Promise<void> => {
  const { stack, clock, signal, record } = context;
  const [replica] = stack.replicas;
  const receiver = stack.sinks.get(sink);
  if (replica === undefined || receiver === undefined) throw new Error(`the stack has no replica, or no sink ${sink}`);
  const pid = replica.pid();
  const running = await context.load(context.shape());
  await clock.sleep(2_000, signal);
  const down = await context.inject(sinkDown(receiver, clock));
  await clock.sleep(outageMs, signal);
  const metrics = await fetch(`${stack.url}/metrics`)
    .then(async (answer) => await answer.text())
    .catch(() => '');
  const depth = Number(/^cano_queue_depth (\S+)$/m.exec(metrics)?.[1] ?? 0);
  await down[Symbol.asyncDispose]();
  await goesOn(context, 'the receiver was down');
  const allowance = { lost: 0, unexpected: 0, reordered: 0, stuck: 0 };
  await context.account(running, { name: account, sink, drainMs: 40_000, allowance });
  const least = (load.alertsPerSecond * outageMs) / 2_000;
  const got = `${replica.pid() === pid ? 'kept' : 'ended'}, ${depth >= least ? 'large' : 'small'}`;
  record({ name: waiting, expected: 'kept, large', got, detail: `${depth} alerts waited` });
};

/** A collector with little memory, and a receiver that is down meanwhile. */
export const smallHeap = faultDrill('small-heap', {
  title: 'the collector has little memory while more and more waits for its receiver',
  delivery: {
    subject: canoCollector,
    files: quickDestination,
    env: { NODE_OPTIONS: `--max-old-space-size=${heapMb}` },
  },
  load,
  needs: ['sinks'],
  steps: [goesOnAfter('the receiver was down'), waiting],
  script,
});
