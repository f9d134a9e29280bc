import type { DrillRecord, FoldedRun, ObserverName, Plan, Seen, Sighting, Verdict } from '../../contract/index.ts';

/** When the fault began in every built record, in wall-clock ms; the drill had started two seconds before. */
export const zero = 1_700_000_000_000;
const alertname = 'CanoCollectorDown';
const observers = ['rules-api', 'alerts-series', 'alertmanager-api', 'event-recorder', 'sink'] as const;

/** What an observer saw of the alert, in ms after the fault. */
export const sighting = (
  observer: ObserverName,
  seen: Seen,
  afterMs: number,
  change: Partial<Sighting> = {},
): Sighting => ({
  observer,
  alertname,
  labels: { alertname: change.alertname ?? alertname, job: 'cano-collector' },
  seen,
  when: zero + afterMs,
  receiver: observer === 'sink' ? 'oncall' : undefined,
  ...change,
});

/** What every observer sees of an alert that goes through all its transitions. */
export const course = (change: Partial<Sighting> = {}): Sighting[] => [
  sighting('alerts-series', 'pending', 400, change),
  sighting('rules-api', 'firing', 1_450, change),
  sighting('alerts-series', 'firing', 1_400, change),
  sighting('event-recorder', 'received', 1_410, change),
  sighting('alertmanager-api', 'received', 1_420, change),
  sighting('event-recorder', 'notified', 2_415, change),
  sighting('sink', 'notified', 2_420, change),
  sighting('alerts-series', 'cleared', 5_500, change),
  sighting('event-recorder', 'resolved', 6_415, change),
  sighting('sink', 'resolved', 6_420, change),
];

/** CanoCollectorDown at speed 60, with an allowance of 1.5 s for the machine. */
export const plan = (change: Partial<Plan> = {}): Plan => ({
  id: 'alerts/cano-collector-down',
  title: 'a killed collector is noticed',
  system: 'cano-collector',
  case: 'positive',
  alertId: 'cano.alert.CanoCollectorDown',
  alertname,
  source: { document: '000_3a1910ff397045e5.txt', section: 'Alerting Rules', lines: '71-78' },
  fault: 'the collector is killed',
  speed: { requested: 60, effective: 60, decidedBy: 'as requested' },
  rewrites: [],
  timing: {
    settings: {
      scrapeIntervalMs: 250,
      scrapeTimeoutMs: 167,
      evaluationIntervalMs: 250,
      forMs: 1_000,
      windowMs: 0,
      groupWaitMs: 1_000,
      groupIntervalMs: 2_000,
    },
    crossing: [],
    drain: [],
    allowanceMs: 1_500,
  },
  expectations: [{ alertname, behaviour: 'fires-and-clears', timed: true, form: 'documented' }],
  companions: { must: [], may: [] },
  rules: [alertname, 'CanoCollectorHighLatency'],
  receiverSink: 'oncall',
  lowerBound: { ms: 6_500, terms: [] },
  timeoutMs: 200_000,
  ...change,
});

/** A drill that holds in every point: fault from 0 to 0.1 s, lifted from 5 to 5.1 s. */
export const held = (change: Partial<DrillRecord> = {}): DrillRecord => ({
  id: 'alerts/cano-collector-down',
  title: 'a killed collector is noticed',
  system: 'cano-collector',
  case: 'positive',
  plan: plan(),
  startedAt: zero - 2_000,
  endedAt: zero + 12_000,
  phases: [],
  fault: {
    title: 'the collector is killed',
    requested: zero - 10,
    from: zero,
    effective: zero + 100,
    removing: zero + 5_000,
    removed: zero + 5_100,
    proof: 'the process is gone',
  },
  sightings: course(),
  expressions: [],
  observers: observers.map((observer) => ({ observer, ok: true, detail: 'saw all the time' })),
  machine: { stallMs: 0, missedEvaluations: 0, failedScrapes: 0 },
  failure: undefined,
  skipped: undefined,
  ...change,
});

/** The same drill with its alert expected to stay silent, or pending at most, and nothing seen. */
export const silent = (behaviour: 'silent' | 'pending-only', change: Partial<DrillRecord> = {}): DrillRecord =>
  held({
    plan: plan({ case: 'shorter-than-for', expectations: [{ alertname, behaviour, timed: true, form: 'documented' }] }),
    sightings: behaviour === 'silent' ? [] : [sighting('alerts-series', 'pending', 400)],
    ...change,
  });

/** Leaves out what is seen like `gone`, or moves it by `byMs`. */
export const without = (gone: Partial<Sighting>, sightings: readonly Sighting[] = course()): Sighting[] =>
  sightings.filter((entry) => !isLike(entry, gone));

export const moved = (what: Partial<Sighting>, byMs: number, sightings: readonly Sighting[] = course()): Sighting[] =>
  sightings.map((entry) => (isLike(entry, what) ? { ...entry, when: entry.when + byMs } : entry));

const isLike = (entry: Sighting, like: Partial<Sighting>): boolean =>
  Object.entries(like).every(([key, value]) => entry[key as keyof Sighting] === value);

/** The names of the checks that came out otherwise than held. */
export const failed = ({ checks }: Verdict): string[] =>
  checks.filter(({ outcome }) => outcome !== 'held').map(({ name, outcome }) => `${outcome}: ${name}`);

/** A run of these drills that came to its end. */
export const run = (drills: readonly DrillRecord[], change: Partial<FoldedRun> = {}): FoldedRun => ({
  started: {
    type: 'run-started',
    at: zero - 3_000,
    schema: 1,
    runId: 'run-1',
    version: '0.1.0',
    selection: [],
    speed: 60,
    seed: 1,
    environment: 'local',
    processAgeMs: 500,
    host: { cores: 2, memoryMb: 4_096 },
    tools: { prometheus: '3.5.0' },
  },
  drills,
  impossible: [],
  interrupted: undefined,
  ended: { at: zero + 13_000, wallMs: 16_500 },
  ...change,
});
