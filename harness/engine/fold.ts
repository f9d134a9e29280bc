import type { DrillRecord, FaultRecord, FoldedRun, ImpossibleCase, RunEvent } from '../contract/index.ts';

type Building = {
  -readonly [Key in keyof DrillRecord]: DrillRecord[Key] extends readonly (infer Item)[] ? Item[] : DrillRecord[Key];
};

/** Gathers the events of a run, a pure function of them. A drill that never ended keeps what was seen of it. */
export const foldRun = (events: readonly RunEvent[]): FoldedRun => {
  const drills = new Map<string, Building>();
  const impossible: ImpossibleCase[] = [];
  const run: { started?: FoldedRun['started']; interrupted?: string; ended?: FoldedRun['ended'] } = {};
  for (const event of events) {
    if (event.type === 'run-started') run.started = event;
    else if (event.type === 'case-impossible') impossible.push(impossibleCase(event));
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

type DrillEvent = Exclude<RunEvent, { type: 'run-started' | 'case-impossible' | 'run-interrupted' | 'run-ended' }>;

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
  fault: (drill, event) => (drill.fault = foldFault(drill.fault, event)),
  seen: (drill, { observer, alertname, labels, seen, when, receiver }) =>
    drill.sightings.push({ observer, alertname, labels, seen, when, receiver }),
  expression: (drill, { alertname, threshold, max, samples }) =>
    drill.expressions.push({ alertname, threshold, max: max ?? undefined, samples }),
  observer: (drill, { observer, ok, detail }) => drill.observers.push({ observer, ok, detail }),
  machine: (drill, { stallMs, missedEvaluations, failedScrapes }) =>
    (drill.machine = { stallMs, missedEvaluations, failedScrapes }),
  'drill-failed': (drill, { code, message, logTail }) => (drill.failure ??= { code, message, logTail }),
};

const apply = (drill: Building, event: DrillEvent): void => {
  const applier = appliers[event.type] as (drill: Building, event: DrillEvent) => void;
  applier(drill, event);
};

const foldFault = (before: FaultRecord | undefined, event: Extract<RunEvent, { type: 'fault' }>): FaultRecord => {
  const empty = {
    requested: undefined,
    from: undefined,
    effective: undefined,
    removing: undefined,
    removed: undefined,
    proof: undefined,
  };
  const known: FaultRecord = before ?? { title: event.title, ...empty };
  const proven = event.stage === 'effective' ? { from: event.from, proof: event.proof } : {};
  return { ...known, [event.stage]: event.at, ...proven };
};
