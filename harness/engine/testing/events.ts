import type { EventBody, Plan, RunEvent } from '../../contract/index.ts';

/** A plan of a drill on a system of one alert, Down, that fires and clears. */
export const plan = (id: string, change: Partial<Plan> = {}): Plan => ({
  id,
  title: `the title of ${id}`,
  system: 'shop',
  case: 'positive',
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
  expectations: [{ alertname: 'Down', behaviour: 'fires-and-clears', timed: true, form: 'documented' }],
  companions: { must: [], may: [] },
  rules: ['Down'],
  receiverSink: 'oncall',
  lowerBound: { ms: 6_500, terms: [] },
  timeoutMs: 60_000,
  ...change,
});

export const header = {
  schema: 1,
  runId: 'run-1',
  version: '0.1.0',
  selection: [],
  speed: 60,
  seed: 1,
  environment: 'fake',
  processAgeMs: 100,
  host: { cores: 2, memoryMb: 4_096 },
  tools: {},
} as const;

export const seen = (
  drill: string,
  observer: Extract<EventBody, { type: 'seen' }>['observer'],
  what: Extract<EventBody, { type: 'seen' }>['seen'],
  when: number,
): EventBody => ({
  type: 'seen',
  drill,
  observer,
  alertname: 'Down',
  labels: { alertname: 'Down' },
  seen: what,
  when,
});

/** Every kind of event, as a drill that went well and one that failed would leave them. */
export const wholeRun = (): RunEvent[] => numbered(bodies());

export const bodies = (): EventBody[] => [
  { type: 'run-started', ...header, selection: [], host: { ...header.host }, tools: {} },
  { type: 'case-impossible', id: 'a/c', system: 'shop', alertId: 'x', case: 'just-under', reason: 'none' },
  { type: 'drill-planned', drill: 'a/a', plan: plan('a/a') },
  { type: 'drill-planned', drill: 'a/b', plan: plan('a/b', { case: 'finding' }) },
  { type: 'drill-started', drill: 'a/a' },
  { type: 'drill-started', drill: 'a/b' },
  { type: 'phase', drill: 'a/a', phase: 'start' },
  { type: 'phase', drill: 'a/b', phase: 'start' },
  { type: 'phase', drill: 'a/a', phase: 'steady' },
  { type: 'steady-state', drill: 'a/a', detail: 'up' },
  { type: 'fault', drill: 'a/a', title: 'it is killed', stage: 'requested' },
  { type: 'fault', drill: 'a/a', title: 'it is killed', stage: 'effective', from: 1_005, proof: 'gone' },
  seen('a/a', 'alerts-series', 'firing', 2_000),
  { type: 'drill-failed', drill: 'a/b', code: 'PROCESS_EXITED', message: 'prometheus ended' },
  { type: 'drill-failed', drill: 'a/b', code: 'UNDO_FAILED', message: 'the folder stays' },
  { type: 'fault', drill: 'a/a', title: 'it is killed', stage: 'removing' },
  { type: 'fault', drill: 'a/a', title: 'it is killed', stage: 'removed' },
  { type: 'drill-ended', drill: 'a/b' },
  { type: 'expression', drill: 'a/a', alertname: 'Down', threshold: 0.1, max: 0.08, samples: 12 },
  { type: 'expression', drill: 'a/a', alertname: 'Slow', threshold: 5, max: null, samples: 0 },
  { type: 'observer', drill: 'a/a', observer: 'sink', ok: true, detail: 'saw all the time' },
  { type: 'machine', drill: 'a/a', stallMs: 31, missedEvaluations: 0, failedScrapes: 0 },
  { type: 'drill-ended', drill: 'a/a' },
  { type: 'drill-planned', drill: 'a/d', plan: plan('a/d') },
  { type: 'drill-skipped', drill: 'a/d', reason: 'no signals' },
  { type: 'log', drill: 'a/b', program: 'prometheus', tail: 'panic' },
  { type: 'run-interrupted', reason: 'SIGINT' },
  { type: 'run-ended', wallMs: 9_000 },
];

/** Numbers events from 0, each 10 ms after the one before, the first at 1000. */
export const numbered = (bodies: readonly EventBody[]): RunEvent[] =>
  bodies.map((body, seq): RunEvent => ({ seq, at: 1_000 + seq * 10, ...body }));

/** The text of a journal of these events. */
export const journalText = (events: readonly RunEvent[]): string =>
  events.map((event) => `${JSON.stringify(event)}\n`).join('');
