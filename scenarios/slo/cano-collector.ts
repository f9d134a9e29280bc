import { canoCollector } from '../../fixtures/systems/cano-collector/system.ts';
import {
  compareWithSubject,
  findKnee,
  sinkDown,
  type DeliveryContext,
  type DeliveryDrill,
  type LoadShape,
  type Objective,
  type Scenario,
} from '../../harness/index.ts';

/** "p95 < 5 s" as the documents promise it. */
const objective: Objective = { withinMs: 5_000, share: 0.95, confidence: 0.95, minimum: 100 };
const nothingWrong = { lost: 0, duplicated: 0, unexpected: 0, reordered: 0, stuck: 0 };
const sink = 'webhook';
const account = 'deliveries';
const perSecond = 200;
/** Latency says nothing of the subject while other drills take its cores. */
const alone = { cpu: 2, memoryMb: 1_000, lane: 'load' };

type Profile = Pick<DeliveryDrill, 'title' | 'load'> & Partial<DeliveryDrill>;

const drill = (name: string, profile: Profile): DeliveryDrill => ({
  id: `slo/${name}`,
  system: canoCollector.name,
  case: 'positive',
  environments: ['local', 'kind'],
  delivery: { subject: canoCollector },
  lowerBound: [],
  steps: [],
  accounts: [account],
  weight: alone,
  script: judged,
  ...profile,
});

/** Sends the load and judges all of it by the objective. */
const judged = async (context: DeliveryContext): Promise<void> => {
  const load = await context.load(context.shape());
  await context.account(load, { name: account, sink, drainMs: 30_000, objective, allowance: nothingWrong });
};

/** Sends the load and judges only that nothing is lost, which it is not either while other drills run. */
const lossless = async (context: DeliveryContext): Promise<void> => {
  const load = await context.load(context.shape());
  await context.account(load, { name: account, sink, drainMs: 60_000, allowance: nothingWrong });
};
const beside = { weight: { cpu: 0.8, memoryMb: 700 } };

const shape = (profile: LoadShape['profile'], seconds: number, change: Partial<LoadShape> = {}): LoadShape => ({
  profile,
  alertsPerSecond: perSecond,
  durationMs: seconds * 1_000,
  alertsPerRequest: 5,
  ...change,
});

/** How long the receiver is down: 10 s, but no more than a third of the load. */
const outageMs = ({ durationMs }: LoadShape): number => Math.min(10_000, durationMs / 3);

const throughOutage = async (context: DeliveryContext): Promise<void> => {
  const { clock, signal, stack } = context;
  const planned = context.shape();
  const load = await context.load(planned);
  const receiver = stack.sinks.get(sink);
  if (receiver === undefined) throw new Error(`no sink ${sink}`);
  const forMs = outageMs(planned);
  await clock.sleep((planned.durationMs - forMs) / 2, signal);
  const outage = await context.inject(sinkDown(receiver, clock));
  await clock.sleep(forMs, signal);
  await outage[Symbol.asyncDispose]();
  await context.account(load, { name: account, sink, drainMs: 120_000, allowance: nothingWrong });
};

const own = {
  step: 'what the collector says of itself, beside what arrived',
  metricsPath: canoCollector.metricsPath,
  metric: 'cano_alerts_processing_duration_seconds',
  quantile: 0.95,
  confidence: objective.confidence,
};

/** Judges the load, and says why the collector's own p95, as the documents query it, is another. */
const judgedWithin = async (context: DeliveryContext): Promise<void> => {
  const load = await context.load(context.shape());
  const options = { name: account, sink, drainMs: 30_000, objective, allowance: nothingWrong };
  context.record(await compareWithSubject(context, await context.account(load, options), own));
};

const knee = 'the highest rate that holds';

export const canoCollectorSlo: Scenario = {
  drills: [],
  impossible: [],
  scripted: [
    drill('steady', {
      title: `95 % of the alerts arrive within 5 s at ${perSecond} a second`,
      load: shape('steady', 60),
      steps: [own.step],
      script: judgedWithin,
    }),
    drill('sink-down', {
      title: 'nothing is lost while the receiver is down for 10 s under load',
      load: shape('steady', 40),
      needs: ['sinks'],
      script: throughOutage,
      ...beside,
    }),
    drill('spike', {
      title: 'five times the rate for a fifth of the time',
      load: shape('spike', 20, { alertsPerRequest: 20 }),
    }),
    drill('storm', {
      title: 'one cause, thousands of alerts at once, which end together',
      load: shape('storm', 20, { alertsPerRequest: 50 }),
    }),
    drill('flapping', {
      title: 'ten groups that fire and resolve again and again',
      load: shape('flapping', 20),
      script: lossless,
      ...beside,
    }),
    drill('large', {
      title: 'bodies of about 1 MB',
      load: shape('large', 20, { alertsPerSecond: 400, alertsPerRequest: 200 }),
      script: lossless,
      ...beside,
    }),
    drill('soak', {
      title: 'many alerts stay open for long',
      load: shape('soak', 600, { alertsPerSecond: 100 }),
      onDemand: true,
    }),
    drill('saturation', {
      title: 'the highest rate at which 95 % arrive within 5 s and nothing is lost',
      load: shape('steady', 10, { alertsPerRequest: 20 }),
      onDemand: true,
      accounts: [],
      // A dozen rates, the last of which may drain for long.
      lowerBound: [{ name: 'the other rates', earliestMs: 0, latestMs: 12 * 40_000 }],
      steps: [knee],
      script: async (context) =>
        context.record(
          await findKnee(context, { step: knee, sink, objective, allowance: nothingWrong, atLeast: perSecond }),
        ),
    }),
  ],
};
