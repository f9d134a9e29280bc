import type { Dashboard, DrillRecord, FaultRecord, FoldedRun, ImpossibleCase, RunEvent } from '../contract/index.ts';

type Building = {
  -readonly [Key in keyof DrillRecord]: DrillRecord[Key] extends readonly (infer Item)[] ? Item[] : DrillRecord[Key];
};

/** Gathers the events of a run, a pure function of them. A drill that never ended keeps what was seen of it. */
export const foldRun = (events: readonly RunEvent[]): FoldedRun => {
  const drills = new Map<string, Building>();
  const impossible: ImpossibleCase[] = [];
  const dashboards: (Dashboard & { system: string })[] = [];
  const run: { started?: FoldedRun['started']; interrupted?: string; ended?: FoldedRun['ended'] } = {};
  for (const event of events) {
    if (event.type === 'run-started') run.started = event;
    else if (event.type === 'case-impossible') impossible.push(impossibleCase(event));
    else if (event.type === 'dashboard') dashboards.push({ ...event.dashboard, system: event.system });
    else if (event.type === 'run-interrupted') run.interrupted = event.reason;
    else if (event.type === 'run-ended') run.ended = { at: event.at, wallMs: event.wallMs };
    else {
      const drill = drills.get(event.drill) ?? emptyDrill(event.drill);
      drills.set(event.drill, drill);
      apply(drill, event);
    }
  }
  return {
    started: run.started,
    drills: [...drills.values()],
    impossible,
    ...(dashboards.length > 0 && { dashboards }),
    interrupted: run.interrupted,
    ended: run.ended,
  };
};

/** Gathers the events of one drill. */
export const foldDrill = (events: readonly RunEvent[], id: string): DrillRecord | undefined =>
  foldRun(events.filter((event) => 'drill' in event && event.drill === id)).drills[0];

const impossibleCase = ({ id, system, alertId, case: name, reason }: ImpossibleCase): ImpossibleCase => ({
  id,
  system,
  alertId,
  case: name,
  reason,
});

const emptyDrill = (id: string): Building => ({
  id,
  title: id,
  system: '',
  case: 'positive',
  plan: undefined,
  startedAt: undefined,
  endedAt: undefined,
  phases: [],
  fault: undefined,
  sightings: [],
  expressions: [],
  observers: [],
  machine: undefined,
  failure: undefined,
  skipped: undefined,
});

type DrillEvent = Extract<RunEvent, { drill: string }>;

type Appliers = {
  readonly [Type in DrillEvent['type']]: (drill: Building, event: Extract<DrillEvent, { type: Type }>) => void;
};

const appliers: Appliers = {
  'drill-planned': (drill, { plan }) => {
    const { title, system, case: name } = plan;
    Object.assign(drill, { plan, title, system, case: name });
  },
  'drill-skipped': (drill, { reason }) => (drill.skipped = reason),
  'drill-started': (drill, { at }) => (drill.startedAt = at),
  'drill-ended': (drill, { at }) => (drill.endedAt = at),
  phase: (drill, { phase, at }) => drill.phases.push({ phase, at }),
  'steady-state': () => undefined,
  fault: (drill, event) => {
    drill.faults = foldFaults(drill.faults ?? [], event);
    drill.fault = drill.faults[0];
  },
  account: (drill, { name, sink, load, ledger, quantiles, objective, allowance, unjudged }) => {
    const account = { name, sink, load, ledger, quantiles, objective, allowance, unjudged };
    drill.accounts = [...(drill.accounts ?? []), account];
  },
  seen: (drill, { observer, alertname, labels, seen, when, receiver }) =>
    drill.sightings.push({ observer, alertname, labels, seen, when, receiver }),
  expression: (drill, { alertname, threshold, max, samples }) =>
    drill.expressions.push({ alertname, threshold, max: max ?? undefined, samples }),
  panels: (drill, { answers }) => (drill.panels = [...(drill.panels ?? []), ...answers]),
  step: (drill, { name, expected, got, detail, undecided, awaited, within }) => {
    const told = { ...(detail !== undefined && { detail }), ...(undecided !== undefined && { undecided }) };
    const step = { name, expected, got, ...told, ...(awaited && { awaited }), ...(within && { within }) };
    drill.steps = [...(drill.steps ?? []), step];
  },
  arm: (drill, { arm, tookMs, repairedMs, before, after }) => {
    drill.arms = [...(drill.arms ?? []), { arm, tookMs, repairedMs, before, after }];
  },
  observer: (drill, { observer, ok, detail }) => drill.observers.push({ observer, ok, detail }),
  machine: (drill, { stallMs, stalledMs, missedEvaluations, failedScrapes, failedAt, failedAtStart }) =>
    (drill.machine = {
      stallMs,
      ...(stalledMs === undefined ? {} : { stalledMs }),
      missedEvaluations,
      failedScrapes,
      ...(failedAt === undefined ? {} : { failedAt }),
      ...(failedAtStart === undefined ? {} : { failedAtStart }),
    }),
  'drill-failed': (drill, { code, message }) => (drill.failure ??= { code, message }),
  log: (drill, { program, tail }) => (drill.logs = [...(drill.logs ?? []), { program, tail }]),
};

const apply = (drill: Building, event: DrillEvent): void => {
  const applier = appliers[event.type] as (drill: Building, event: DrillEvent) => void;
  applier(drill, event);
};

/** A fault that is requested again is another one; every later stage is of the last of its title. */
const foldFaults = (before: readonly FaultRecord[], event: Extract<RunEvent, { type: 'fault' }>): FaultRecord[] => {
  const index = event.stage === 'requested' ? -1 : before.findLastIndex(({ title }) => title === event.title);
  const known = before[index] ?? emptyFault(event.title);
  const proven = event.stage === 'effective' ? { from: event.from, proof: event.proof } : {};
  const changed = { ...known, [event.stage]: event.at, ...proven };
  return index === -1 ? [...before, changed] : before.with(index, changed);
};

const emptyFault = (title: string): FaultRecord => ({
  title,
  requested: undefined,
  from: undefined,
  effective: undefined,
  removing: undefined,
  removed: undefined,
  proof: undefined,
});
