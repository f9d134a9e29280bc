import { seededHash } from './seeded-hash.ts';
import type {
  Drill,
  EnvironmentName,
  Expectation,
  FaultShape,
  Plan,
  RunningRule,
  Settings,
  StackSpec,
  Timing,
  Weight,
} from '../contract/index.ts';
import type { PlannedDrill, Waits } from '../engine/index.ts';
import {
  analyse,
  asksAboutScrapes,
  bounds,
  bystanderLimits,
  lowerBound,
  planSpeed,
  quietTailMs,
  watchMs,
  type LoadedRules,
  type RuleShape,
} from '../rules/index.ts';
import { expectedPanels, planPanels } from './plan-panels.ts';
import { findRule, loadSystemFiles, type SystemFiles } from './system-files.ts';
import { scaleSystem, type ScaledSystem } from './scale-system.ts';
import { surroundingsOf, weightIn, type Surroundings } from './surroundings-of.ts';

export type PlannerOptions = {
  readonly root: string;
  readonly speed: number;
  readonly seed: number;
  readonly programs: { readonly promtool: string; readonly amtool: string };
  readonly scenario: { readonly drills: readonly Drill[] };
  /** Where the drills run. */
  readonly environment?: EnvironmentName;
};

/** What the machine itself may add to any latest bound, in ms: two cores that start many programs at once. */
const allowanceMs = 1_500;
const defaultWeight = { cpu: 0.04, memoryMb: 300 };
/** What a stack computes beside that for scrapes and evaluations, which come as many times as often as time is compressed. */
const cpuAtSpeed = 0.0005;
/** What each program that the subject needs adds to a drill that states no weight. */
const dependencyWeight = { cpu: 0.03, memoryMb: 60 };

/**
 * Reads and checks the files of every system of the scenario, and gives the function that derives from a drill all that
 * running it needs. Throws `RULES_INVALID`, `ALERTMANAGER_CONFIG_INVALID` or `DRILL_INVALID`.
 */
export const createPlanner = async (options: PlannerOptions): Promise<(drill: Drill) => PlannedDrill> => {
  const files = new Map<string, SystemFiles>();
  for (const { system } of options.scenario.drills) {
    if (!files.has(system.name)) files.set(system.name, await loadSystemFiles(system, options.root, options.programs));
  }
  return (drill) => {
    const own = files.get(drill.system.name);
    if (own === undefined) throw new Error(`no files of ${drill.system.name}`);
    return plan(drill, own, options);
  };
};

const plan = (drill: Drill, files: SystemFiles, options: PlannerOptions): PlannedDrill => {
  const { speed: requested, seed } = options;
  const around = surroundingsOf(options.environment);
  const subject = subjectRule(drill, files);
  const shape = analyse(subject.expr);
  const unscaled = scaleSystem(files, drill, subject.alert, 1);
  const speed = planSpeed({
    requested,
    settings: unscaled.settings,
    ...(drill.disturb === undefined ? {} : { shape }),
    limits: [...(drill.speedLimits ?? []), ...around.speedLimits, ...bystanderLimits(drill, unscaled.rules)],
  });
  const scaled = scaleSystem(files, drill, subject.alert, speed.effective);
  const rule = runningRule(subject, shape, scaled.settings, speed.effective);
  const disturbance = drill.disturb?.(rule);
  const timing = timingOf(scaled.settings, disturbance);
  const waits = waitsOf(drill, timing);
  return {
    drill,
    plan: planRecord({ drill, files, speed, scaled, timing, waits, disturbance, subject, around }),
    spec: stackSpec(drill, scaled, seed),
    disturbance,
    waits,
    expressions:
      drill.alertId === undefined || shape.kind === 'up' || Number.isNaN(shape.threshold)
        ? []
        : [{ alertname: subject.alert, lhs: scaledLhs(scaled, subject.alert), threshold: shape.threshold }],
    panels: planPanels(drill, { speed: speed.effective, scrapeIntervalMs: unscaled.settings.scrapeIntervalMs }),
    weight: weightIn(drill.weight ?? weightOf(drill, speed.effective), around),
  };
};

const weightOf = ({ system: { dependencies = [] } }: Drill, speed: number): Weight => ({
  cpu: defaultWeight.cpu + speed * cpuAtSpeed + dependencies.length * dependencyWeight.cpu,
  memoryMb: defaultWeight.memoryMb + dependencies.length * dependencyWeight.memoryMb,
});

type Rule = { readonly alert: string; readonly expr: string; readonly forMs: number };

/** The rule that the drill is about; for a healthy run, the one that takes longest to fire. */
const subjectRule = ({ alertId, system }: Drill, { documented }: SystemFiles): Rule => {
  const alertname = system.alerts.find(({ id }) => id === alertId)?.alertname;
  if (alertname !== undefined) return findRule(documented, alertname);
  const rules = system.alerts.map((alert) => findRule(documented, alert.alertname));
  return rules.reduce((longest, candidate) => (candidate.forMs > longest.forMs ? candidate : longest));
};

const scaledLhs = ({ rules }: ScaledSystem, alertname: string): string => analyse(findRule(rules, alertname).expr).lhs;

const runningRule = (subject: Rule, shape: RuleShape, settings: Settings, speed: number): RunningRule => ({
  ...settings,
  alertname: subject.alert,
  expr: subject.expr,
  lhs: shape.lhs,
  threshold: shape.threshold,
  per: shape.per,
  speed,
});

const timingOf = (settings: Settings, disturbance: FaultShape | undefined): Timing => ({
  settings,
  crossing: [...(disturbance?.crossing ?? [])],
  drain: [...(disturbance?.drain ?? [])],
  allowanceMs,
});

const waitsOf = (drill: Drill, timing: Timing): Waits => {
  const zero = { from: 0, effective: 0 };
  const due = bounds(timing, zero, { removing: 0, removed: 0 });
  const isWatched = drill.expectations.some(({ behaviour }) => behaviour === 'silent' || behaviour === 'pending-only');
  const mustFire = drill.expectations.some(({ behaviour }) => behaviour.startsWith('fires'));
  return {
    notifiedMs: mustFire ? (due.notified?.latest ?? 0) + allowanceMs : 0,
    watchMs: isWatched ? watchMs(timing) : 0,
    resolvedMs: mustFire ? (due.resolvedNotified?.latest ?? 0) + allowanceMs : 0,
    quietTailMs: mustFire ? quietTailMs(timing.settings) : 0,
  };
};

const stackSpec = (drill: Drill, scaled: ScaledSystem, seed: number): StackSpec => ({
  drill: drill.id,
  system: drill.system,
  rules: scaled.ruleTexts,
  prometheus: scaled.prometheus,
  alertmanager: scaled.alertmanager,
  prometheusFlags: scaled.flags,
  env: drill.env ?? {},
  seed: seededHash(seed, drill.id),
});

type Parts = {
  readonly drill: Drill;
  readonly files: SystemFiles;
  readonly speed: Plan['speed'];
  readonly scaled: ScaledSystem;
  readonly timing: Timing;
  readonly waits: Waits;
  readonly disturbance: FaultShape | undefined;
  readonly subject: Rule;
  readonly around: Surroundings;
};

/** How long a drill may take beside what it waits for, in ms: start, steady state, collection, undoing. */
const overheadMs = 150_000;

const planRecord = ({ drill, speed, scaled, timing, waits, disturbance, subject, around }: Parts): Plan => {
  const documented = drill.system.alerts.find(({ id }) => id === drill.alertId);
  const panels = expectedPanels(drill);
  const { notifiedMs, watchMs: watched } = waits;
  const mode =
    notifiedMs > 0 && resolves(drill.expectations)
      ? ({ behaviour: 'fires-and-clears' } as const)
      : ({ behaviour: 'silent', watchMs: watched } as const);
  return {
    id: drill.id,
    title: drill.title,
    system: drill.system.name,
    case: drill.case,
    ...(documented === undefined
      ? {}
      : {
          alertId: documented.id,
          alertname: subject.alert,
          source: documented.source,
          expr: { documented: subject.expr, running: findRule(scaled.rules, subject.alert).expr },
        }),
    ...(disturbance === undefined ? {} : { fault: disturbance.fault.title }),
    ...(disturbance?.aged === undefined ? {} : { aged: disturbance.aged }),
    speed,
    rewrites: scaled.rewrites,
    timing,
    expectations: [...drill.expectations],
    companions: { must: [...(drill.companions?.must ?? [])], may: [...(drill.companions?.may ?? [])] },
    ...(drill.finding === undefined ? {} : { finding: drill.finding }),
    rules: scaled.rules.flatMap((loaded) => alertNames(loaded)),
    aboutScrapes: scaled.rules.flatMap((loaded) => alertNames(loaded, asksAboutScrapes)),
    receiverSink: drill.system.receiverSink,
    ...(panels.length > 0 && { panels }),
    lowerBound: lowerBound(timing, mode),
    timeoutMs: waitingMs(waits, timing, disturbance) + overheadMs + around.overheadMs,
  };
};

/** The most that a drill waits for, in ms; for its notification twice, as a `for` may begin again. */
const waitingMs = (
  { notifiedMs, watchMs: watched, resolvedMs, quietTailMs: tail }: Waits,
  { settings }: Timing,
  { holdMs = 0, steadyScrapes = 0 }: Partial<FaultShape> = {},
): number => 2 * notifiedMs + watched + resolvedMs + tail + holdMs + steadyScrapes * settings.scrapeIntervalMs;

const resolves = (expectations: readonly Expectation[]): boolean =>
  expectations.some(({ behaviour }) => behaviour === 'fires-and-clears');

const alertNames = ({ groups }: LoadedRules, of: (expr: string) => boolean = () => true): string[] =>
  groups.flatMap(({ rules }) => rules.filter(({ expr }) => of(expr)).flatMap(({ alert }) => alert ?? []));
