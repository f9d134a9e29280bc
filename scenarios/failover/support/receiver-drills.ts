import { canoCollector } from '../../../fixtures/systems/cano-collector/system.ts';
import {
  disturbLink,
  sinkAnswers,
  type DeliveryContext,
  type DeliveryDrill,
  type DeliveryStack,
  type SinkBehaviour,
  type Toxic,
} from '../../../harness/index.ts';
import { faultDrill } from './fault-drill.ts';
import { goesOnAfter, oneAfterTheOther, type Disturbance } from './one-after-the-other.ts';
import { quickDestination } from './quick-destination.ts';
import { sink } from './through-fault.ts';

const toxics: readonly Toxic[] = [
  { kind: 'latency', latencyMs: 300, jitterMs: 200 },
  { kind: 'bandwidth', rateKb: 40 },
  { kind: 'slow-close', delayMs: 500 },
  { kind: 'reset', afterMs: 50 },
  { kind: 'timeout', timeoutMs: 500 },
  { kind: 'down' },
];
const through = (toxic: Toxic): Disturbance => ({
  name: toxic.kind,
  fault: (stack) => disturbLink(stack, { to: `sink.${sink}`, replica: 0, toxic }),
});

const answers: Readonly<Record<string, SinkBehaviour>> = {
  'status 500': { status: 500, share: 0.3 },
  'status 429': { status: 429, share: 0.3, headers: { 'retry-after': '1' } },
  'dropped answers': { reset: true, share: 0.3 },
};
const answered = ([name, behaviour]: [string, SinkBehaviour]): Disturbance => ({
  name,
  fault: (stack) => sinkAnswers(sinkOf(stack), behaviour, stack.clock),
});

const sinkOf = (stack: DeliveryStack) => {
  const found = stack.sinks.get(sink);
  if (found === undefined) throw new Error(`the stack has no sink ${sink}`);
  return found;
};

const repeats = 'what arrives again is what was not answered';

/** Counts by the attempts that the receiver took whole: each beyond the first of a transition needs a dropped answer. */
const recordRepeats = ({ stack, record }: DeliveryContext): void => {
  const taken = sinkOf(stack)
    .requests()
    .filter(({ status = 200, answeredAt }) => answeredAt !== undefined && status === 200);
  const idOf = (body: string): string => /"firedrill_id":"([^"]+)"/.exec(body)?.[1] ?? body;
  const transitions = new Set(taken.map(({ body }) => `${idOf(body)} ${body.includes('"status":"resolved"')}`));
  const dropped = taken.filter(({ status }) => status === undefined).length;
  const again = taken.length - transitions.size;
  const got = again <= dropped ? 'no more' : `${again - dropped} more`;
  record({ name: repeats, expected: 'no more', got, detail: `${again} again, ${dropped} answers dropped` });
};

const none = { lost: 0, unexpected: 0, reordered: 0, stuck: 0 };
const links = Object.values(toxics).map(through);
const flaws = Object.entries(answers).map(answered);
const stepsOf = (each: readonly Disturbance[]): string[] => each.map(({ name }) => goesOnAfter(name));

const hourMs = 3_600_000;
const skews = { 'an hour ahead': hourMs, 'an hour behind': -hourMs };

/** Half of the load has timestamps of a clock that is ahead, the other half of one that is behind. */
const skewed = async (context: DeliveryContext): Promise<void> => {
  const shape = context.shape();
  const half = { ...shape, alertsPerSecond: shape.alertsPerSecond / 2 };
  const begun = Object.entries(skews).map(async ([name, skewMs]) => {
    const load = await context.load({ ...half, skewMs });
    await context.account(load, { name, sink, drainMs: 20_000, allowance: { ...none, duplicated: 0 } });
  });
  await Promise.all(begun);
};

/** What goes wrong on the way to a receiver, at a receiver, and with the clocks of those who send. */
export const receiverDrills: readonly DeliveryDrill[] = [
  faultDrill('network', {
    title: 'the way to the receiver is slow, narrow, cut and silent, one after the other',
    delivery: { subject: canoCollector, links: [`sink.${sink}`], files: quickDestination },
    steps: stepsOf(links),
    script: oneAfterTheOther({ each: links, heldMs: 1_500, allowance: none }),
  }),
  faultDrill('receiver-flaky', {
    title: 'the receiver answers 500, 429, and not at all after it took the request, for a share of the requests',
    delivery: { subject: canoCollector, files: quickDestination },
    needs: ['sinks'],
    steps: [...stepsOf(flaws), repeats],
    async script(context) {
      await oneAfterTheOther({ each: flaws, heldMs: 4_000, allowance: { ...none, duplicated: 0 } })(context);
      recordRepeats(context);
    },
  }),
  faultDrill('skewed-timestamps', {
    title: 'alerts begin and end an hour ahead of the clock, and an hour behind it',
    delivery: { subject: canoCollector, files: quickDestination },
    accounts: Object.keys(skews),
    steps: [],
    script: skewed,
  }),
];
