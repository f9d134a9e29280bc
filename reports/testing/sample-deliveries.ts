import type { AccountRecord, Check, JudgedDrill, LoadSummary } from '../../harness/contract/index.ts';
import { after, plainCheck } from './sample-bounds.ts';
import { sampleDrill } from './sample-drill.ts';
import { healthyPlan } from './sample-plan.ts';

const seconds = 12;
const perSecond = 200;
const sent = seconds * perSecond;

/** Builds the account of 200 alerts a second for 12 s, of which `lost` and `late` went wrong from second 4 on. */
export const sampleAccount = (
  { lost = 0, late = 0 }: { readonly lost?: number; readonly late?: number } = {},
  changes: Partial<AccountRecord> = {},
): AccountRecord => ({
  name: 'deliveries',
  sink: 'webhook',
  objective: { withinMs: 5_000, share: 0.95, confidence: 0.95, minimum: 100 },
  allowance: { lost: 0, duplicated: 0, unexpected: 0, reordered: 0, stuck: 0 },
  load: sampleLoad,
  ledger: ledgerOf(lost, late),
  quantiles: [
    { share: 0.5, ms: 41, interval: { lower: 40, upper: 42.2 } },
    { share: 0.95, ms: late > 0 ? 6_210 : 118, interval: { lower: 110, upper: 6_400 } },
    { share: 0.99, ms: late > 0 ? 8_900 : 176 },
  ],
  ...changes,
});

const ledgerOf = (lost: number, late: number): AccountRecord['ledger'] => {
  const delivered = sent - lost;
  const wrong = (second: number): number => (second >= 4 && second < 8 ? (lost + late) / 4 : 0);
  return {
    lateMs: 5_000,
    endAt: after(20),
    counts: {
      ...noCounts,
      sent,
      acknowledged: sent,
      arrivals: delivered,
      delivered,
      onTime: delivered - late,
      late,
      lost,
    },
    latency: { limitMs: 5_000, buckets: bucketsOf(delivered - late, late), maxMs: late > 0 ? 9_180 : 212 },
    blocks: {
      startMs: after(-3),
      blockMs: 1_000,
      counts: Array.from({ length: seconds }, (_, second) => [second, perSecond, perSecond - wrong(second)]),
    },
    examples:
      lost === 0
        ? {}
        : {
            lost: [
              { id: 'fd-1a2b3c4d-0000801', status: 'firing' },
              { id: 'fd-<1>', status: 'resolved' },
            ],
          },
  };
};

const bucketsOf = (onTime: number, late: number): [number, number][] => {
  const spread: [number, number][] = [
    [-900, onTime - 1_500],
    [-880, 900],
    [-740, 600],
  ];
  return late > 0 ? [...spread, [40, late]] : spread;
};

const requests = { requests: sent / 5, alerts: sent };

const sampleLoad: LoadSummary = {
  planned: requests,
  sent: requests,
  acknowledged: requests,
  refused: { requests: 0, alerts: 0 },
  unanswered: { requests: 0, alerts: 0 },
  outcome: 'ended',
  dropped: 0,
  missing: 0,
  torn: 0,
  lag: { p50Ms: 1, p99Ms: 7, maxMs: 19, lateShare: 0, limitMs: 50 },
};

const noCounts = {
  ...{ sent: 0, resent: 0, acknowledged: 0, refused: 0, unanswered: 0, arrivals: 0, delivered: 0, onTime: 0, late: 0 },
  ...{ early: 0, lost: 0, pending: 0, recovered: 0, unexpected: 0, duplicated: 0, reordered: 0, stuck: 0 },
};

const deliveryDrill = (changes: Partial<JudgedDrill>): JudgedDrill => {
  const load = {
    profile: 'steady',
    alertsPerSecond: perSecond,
    durationMs: seconds * 1_000,
    alertsPerRequest: 5,
  } as const;
  const plan = { ...healthyPlan(), case: 'positive' as const, rules: [], expectations: [], rewrites: [] };
  return sampleDrill({
    id: 'slo/steady',
    title: '95 % of the alerts arrive within 5 s at 200 a second',
    plan: {
      ...plan,
      steps: [],
      accounts: ['deliveries'],
      load,
      speed: { requested: 60, effective: 1, decidedBy: 'the drill' },
    },
    fault: undefined,
    sightings: [],
    observers: [],
    ...changes,
  });
};

/** Builds a drill of deliveries that holds. */
export const heldDeliveries = (): JudgedDrill => {
  const objective =
    'deliveries: expected at least 95 % within 5 s: 2400 of 2400: 100 %, 99.846 % to 100 % at 95 % confidence, all of it at least 95 %';
  const share = { within: sent, total: sent, interval: { lower: 0.99846, upper: 1 }, confidence: 0.95 };
  return deliveryDrill({
    accounts: [sampleAccount()],
    verdict: {
      outcome: 'held',
      reasons: [objective],
      checks: [
        plainCheck('deliveries: lost', 'deliveries: expected none lost at webhook, got 0'),
        plainCheck('deliveries: objective', objective),
      ],
      accounts: [{ name: 'deliveries', outcome: 'held', reason: objective, share }],
    },
  });
};

/** Builds a drill of deliveries in which a sink that is down makes alerts late and loses some. */
export const breachedDeliveries = (): JudgedDrill => {
  const lost = 'deliveries: expected none lost at webhook, got 12, such as fd-1a2b3c4d-0000801 firing';
  const late = 'deliveries: expected at least 95 % within 5 s: 1988 of 2400: 82.833 %, none of it at least 95 %';
  const checks: Check[] = [
    plainCheck('deliveries: lost', lost, 'breached'),
    plainCheck('deliveries: objective', late, 'breached'),
    plainCheck('fault: the receiver is down', 'the receiver is down: it refuses connections'),
  ];
  const share = { within: 1_988, total: 2_400, interval: { lower: 0.8127, upper: 0.8433 }, confidence: 0.95 };
  const down = { title: 'the receiver is down', requested: after(1), from: after(1), effective: after(1.1) };
  const faults = [{ ...down, removing: after(5), removed: after(5.2), proof: 'it refuses connections' }];
  return deliveryDrill({
    id: 'slo/sink-down',
    title: 'nothing is lost while the receiver is down',
    fault: faults[0],
    faults,
    accounts: [sampleAccount({ lost: 12, late: 400 })],
    verdict: {
      outcome: 'breached',
      reasons: [lost, late],
      checks,
      accounts: [{ name: 'deliveries', outcome: 'breached', reason: lost, share }],
    },
  });
};

/** Builds a search for the knee: of two rates that are tried the higher does not hold. */
export const kneeDrill = (): JudgedDrill => {
  const detail = '400 a second holds, 440 a second does not';
  const knee = 'the highest rate that holds';
  const tried = (name: string, alerts: number, change = {}): AccountRecord =>
    sampleAccount(change, {
      name,
      unjudged: true,
      load: { ...sampleLoad, planned: { requests: alerts / 5, alerts } },
    });
  const share = { within: 1_988, total: 2_400, interval: { lower: 0.8127, upper: 0.8433 }, confidence: 0.95 };
  const drill = deliveryDrill({
    id: 'slo/saturation',
    title: 'the highest rate at which 95 % arrive within 5 s',
    accounts: [tried('440 a second', 2_640, { lost: 12, late: 400 }), tried('400 a second', 2_400)],
    steps: [{ name: knee, expected: 'at least 200 a second', got: 'at least 200 a second', detail }],
    verdict: {
      outcome: 'held',
      reasons: [`${knee}: ${detail}`],
      checks: [plainCheck(knee, `${knee}: expected at least 200 a second, got at least 200 a second (${detail})`)],
      accounts: [
        { name: '440 a second', outcome: 'breached', reason: '440 a second: expected none lost', share },
        { name: '400 a second', outcome: 'held', reason: '400 a second: all on time' },
      ],
    },
  });
  return drill.plan === undefined ? drill : { ...drill, plan: { ...drill.plan, steps: [knee], accounts: [] } };
};
