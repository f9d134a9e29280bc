import type { Account, AccountOptions } from './delivery-drill.ts';
import type { Dashboard, Panel, PanelAnswer, PanelSight } from './dashboard.ts';
import type { EventBody, Plan } from './event.ts';
import type { CaseName, ImpossibleCase } from './drill.ts';
import type { ObserverName, Phase, Seen } from './event.ts';
import type { ArmRecord } from './runbook.ts';
import type { StepFact } from './scripted.ts';
import type { Outcome } from './outcome.ts';
import type { FindingEvidence, Verdict } from './verdict.ts';

export type FaultRecord = {
  readonly title: string;
  /** Wall-clock ms of each stage; undefined where it was not reached. */
  readonly requested: number | undefined;
  readonly from: number | undefined;
  readonly effective: number | undefined;
  readonly removing: number | undefined;
  readonly removed: number | undefined;
  readonly proof: string | undefined;
};

export type Sighting = {
  readonly observer: ObserverName;
  readonly alertname: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly seen: Seen;
  readonly when: number;
  readonly receiver: string | undefined;
};

export type AccountRecord = Account & Omit<AccountOptions, 'drainMs'>;

/** All that a run's journal says about one drill. Times are wall-clock ms. */
export type DrillRecord = {
  readonly id: string;
  readonly title: string;
  readonly system: string;
  readonly case: CaseName;
  readonly plan: Plan | undefined;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly phases: readonly { readonly phase: Phase; readonly at: number }[];
  /** The first of its faults. */
  readonly fault: FaultRecord | undefined;
  /** All of them, in the order in which they were requested; a scripted drill may have several. */
  readonly faults?: readonly FaultRecord[];
  /** What became of the alerts that a drill of deliveries sent. */
  readonly accounts?: readonly AccountRecord[];
  readonly sightings: readonly Sighting[];
  readonly expressions: readonly {
    readonly alertname: string;
    readonly threshold: number;
    readonly max: number | undefined;
    readonly samples: number;
  }[];
  readonly observers: readonly { readonly observer: ObserverName; readonly ok: boolean; readonly detail: string }[];
  /** What the panels of the system's dashboards showed at its end. */
  readonly panels?: readonly PanelAnswer[];
  /** What the steps of a scripted drill recorded. */
  readonly steps?: readonly StepFact[];
  /** What the arms of a rehearsal came to. */
  readonly arms?: readonly ArmRecord[];
  /** What the machine may have spoilt. */
  readonly machine: Omit<Extract<EventBody, { type: 'machine' }>, 'type' | 'drill'> | undefined;
  readonly failure: { readonly code: string; readonly message: string } | undefined;
  /** The end of what each program wrote, where the drill does not hold. */
  readonly logs?: readonly { readonly program: string; readonly tail: string }[];
  readonly skipped: string | undefined;
};

/** A panel with what it showed over all drills of a run; one drill that has data for it is enough to say so. */
export type JudgedPanel = Panel & {
  /** By its own queries; *not asked* where no drill came so far. */
  readonly seen: PanelSight | 'not asked';
  /** Of the drills in which its metrics move; *skipped* where none of them came so far. */
  readonly outcome: Outcome;
  /** Why, in a sentence. */
  readonly reason: string;
  /** How many drills asked it, and in how many it had data. */
  readonly drills: { readonly asked: number; readonly withData: number };
  /** What it was asked and answered in the drill that tells most of it. */
  readonly answers: readonly PanelAnswer[];
  readonly answeredIn: string | undefined;
  /** There for a panel that the catalogue says is empty. */
  readonly finding?: FindingEvidence;
};

export type JudgedDashboard = Omit<Dashboard, 'panels'> & {
  readonly system: string;
  readonly panels: readonly JudgedPanel[];
};

export type JudgedDrill = DrillRecord & { readonly verdict: Verdict };

/** A journal gathered by drill, without a judgement. */
export type FoldedRun = {
  readonly started: (Extract<EventBody, { type: 'run-started' }> & { readonly at: number }) | undefined;
  readonly drills: readonly DrillRecord[];
  readonly impossible: readonly ImpossibleCase[];
  /** Those of the systems that were drilled, where there are any. */
  readonly dashboards?: readonly (Dashboard & { readonly system: string })[];
  readonly interrupted: string | undefined;
  readonly ended: { readonly at: number; readonly wallMs: number } | undefined;
};

/** A whole run, folded from its journal; every report is made of this and nothing else. */
export type RunRecord = {
  readonly schema: 1;
  readonly runId: string;
  readonly version: string;
  readonly environment: string;
  readonly speed: number;
  readonly seed: number;
  readonly defect: string | undefined;
  readonly tools: Readonly<Record<string, string>>;
  readonly host: { readonly cores: number; readonly memoryMb: number };
  readonly startedAt: number;
  readonly endedAt: number | undefined;
  /** From process start to the end, in ms. */
  readonly wallMs: number | undefined;
  /** The longest lower bound of the drills, in ms. */
  readonly lowerBoundMs: number;
  readonly interrupted: string | undefined;
  readonly drills: readonly JudgedDrill[];
  readonly impossible: readonly ImpossibleCase[];
  /** Those of the systems that were drilled, where there are any. */
  readonly dashboards?: readonly JudgedDashboard[];
  /** The drills' outcomes counted. */
  readonly totals: Readonly<Record<'held' | 'breached' | 'inconclusive' | 'errored' | 'skipped', number>>;
  readonly exitCode: number;
};
