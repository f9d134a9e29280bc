import { canoCollector } from '../../fixtures/systems/cano-collector/system.ts';
import {
  cutOffReplica,
  disturbLink,
  freezeDatabase,
  freezeReplica,
  killDatabase,
  killReplica,
  terminateReplica,
  type DeliveryContext,
  type DeliveryDrill,
  type Scenario,
} from '../../harness/index.ts';
import { receiverDrills } from './support/receiver-drills.ts';
import { resourceDrills } from './support/resource-drills.ts';
import { smallHeap } from './support/small-heap.ts';
import { account, inFlight, sink, steps, throughFault } from './support/through-fault.ts';

const load = { profile: 'steady', alertsPerSecond: 50, durationMs: 20_000 } as const;
const env = { DESTINATION_CONCURRENCY: String(inFlight) };
const single = { subject: canoCollector, env };
const shared = {
  subject: canoCollector,
  database: true,
  balanced: true,
  replicas: 2,
  env: { ...env, DATABASE_URL: '${database.url}' },
};
/** With two, the proxy's turns would send the end of an alert to the one that had its beginning. */
const ofThree = { ...shared, replicas: 3 };
const heldMs = 6_000;
/** Longer than a takeover may take: what a replica had is delivered by others, and not by itself once it is back. */
const heldLongMs = 12_000;
/** What the faults need that end a program and start it again, and those that stop it and let it go on. */
const ends = { needs: ['signals', 'restart'] } as const;
const freezes = { needs: ['signals'] } as const;

const drill = (name: string, part: Pick<DeliveryDrill, 'title' | 'delivery' | 'script'> & Partial<DeliveryDrill>) => ({
  id: `failover/${name}`,
  system: canoCollector.name,
  case: 'positive' as const,
  load,
  lowerBound: [],
  steps: Object.values(steps),
  accounts: [account],
  weight: { cpu: 0.6, memoryMb: 900 },
  ...part,
});

/** One replica after the other is asked to finish and started again, as an update does it. */
const rollingRestart = async (context: DeliveryContext): Promise<void> => {
  const { stack, clock, signal, until } = context;
  const shape = context.shape();
  using answers = new DisposableStack();
  answers.use(stack.sinks.get(sink)?.behave({ delayMs: 250 }));
  const running = await context.load(shape);
  for (const { index } of stack.replicas) {
    await clock.sleep(shape.durationMs / 10, signal);
    const stopped = await context.inject(terminateReplica(stack, index));
    const lifting = clock.now();
    await stopped[Symbol.asyncDispose]();
    const isBack = (): boolean =>
      stack.balancer?.changes().some((one) => one.replica === index && one.healthy && one.at >= lifting) ?? false;
    await until(isBack, 10_000);
  }
  const allowance = { lost: 0, duplicated: 0, unexpected: 0, reordered: 0, stuck: 0 };
  await context.account(running, { name: account, sink, drainMs: 30_000, allowance });
};

/** Another receiver answers after 8 s, which must not be seen at the one that is judged. */
const slowNeighbour = async (context: DeliveryContext): Promise<void> => {
  using answers = new DisposableStack();
  answers.use(context.stack.sinks.get('slack')?.behave({ delayMs: 8_000 }));
  const running = await context.load(context.shape());
  const objective = { withinMs: 5_000, share: 0.95, confidence: 0.95, minimum: 100 };
  const allowance = { lost: 0, duplicated: 0, unexpected: 0, reordered: 0, stuck: 0 };
  await context.account(running, { name: account, sink, drainMs: 30_000, objective, allowance });
};

const onSqlite = [
  drill('single-killed', {
    title: 'a single collector on SQLite is killed and started again',
    delivery: single,
    ...ends,
    steps: [steps.takeover],
    script: throughFault({ faults: [(stack) => killReplica(stack, 0)], heldMs: 2_000, othersGoOn: false }),
  }),
  drill('single-restarted', {
    title: 'a single collector on SQLite finishes and is started again',
    delivery: single,
    ...ends,
    steps: [steps.takeover],
    script: throughFault({
      faults: [(stack) => terminateReplica(stack, 0)],
      ...{ heldMs: 2_000, othersGoOn: false, duplicated: 0 },
    }),
  }),
  drill('slow-neighbour', {
    title: 'one receiver is slow and another gets its alerts in time',
    delivery: single,
    steps: [],
    script: slowNeighbour,
  }),
];

const onPostgres = [
  drill('killed', {
    title: 'one of three collectors is killed, and the others take over',
    delivery: ofThree,
    ...ends,
    script: throughFault({ faults: [(stack) => killReplica(stack, 0)], heldMs, seenAt: 0, othersGoOn: true }),
  }),
  drill('stopped', {
    title: 'one of two collectors finishes, and the other takes over',
    delivery: shared,
    ...ends,
    script: throughFault({
      faults: [(stack) => terminateReplica(stack, 0)],
      ...{ heldMs, seenAt: 0, othersGoOn: true, duplicated: 0 },
    }),
  }),
  drill('successor-killed', {
    title: 'two of three collectors are killed, one after the other',
    delivery: ofThree,
    ...ends,
    script: throughFault({
      faults: [(stack) => killReplica(stack, 0), (stack) => killReplica(stack, 1)],
      ...{ heldMs, seenAt: 1, othersGoOn: true },
    }),
  }),
  drill('frozen', {
    title: 'one of three collectors stands still, is taken for dead, and goes on',
    delivery: ofThree,
    ...freezes,
    script: throughFault({
      faults: [(stack) => freezeReplica(stack, 0)],
      ...{ heldMs: heldLongMs, seenAt: 0, othersGoOn: true, takesRequests: true },
    }),
  }),
  drill('cut-off', {
    title: 'one of two collectors cannot reach the database',
    delivery: { ...shared, links: ['database'] },
    script: throughFault({
      faults: [(stack) => disturbLink(stack, { to: 'database', replica: 0, toxic: { kind: 'down' } })],
      ...{ heldMs, seenAt: 0, othersGoOn: true },
    }),
  }),
  drill('disconnected', {
    title: 'one of three collectors loses the network and gets it back',
    delivery: ofThree,
    needs: ['disconnect'],
    environments: ['containers'],
    script: throughFault({
      faults: [(stack) => cutOffReplica(stack, 0)],
      ...{ heldMs: heldLongMs, seenAt: 0, othersGoOn: true },
    }),
  }),
  drill('database-killed', {
    title: 'the database of two collectors is killed and started again',
    delivery: shared,
    ...ends,
    script: throughFault({ faults: [killDatabase], heldMs, seenAt: 0, othersGoOn: false }),
  }),
  drill('database-frozen', {
    title: 'the database of two collectors stands still and goes on',
    delivery: shared,
    ...freezes,
    script: throughFault({ faults: [freezeDatabase], heldMs, seenAt: 0, othersGoOn: false }),
  }),
  drill('rolling-restart', {
    title: 'every one of three collectors is restarted under load',
    delivery: ofThree,
    ...ends,
    steps: [],
    script: rollingRestart,
  }),
];

export const canoCollectorFailover: Scenario = {
  drills: [],
  impossible: [],
  scripted: [...onSqlite, ...onPostgres, ...receiverDrills, ...resourceDrills, smallHeap],
};
