import type { EventBody, Plan } from './event.ts';
import type { CaseName, ImpossibleCase } from './drill.ts';
import type { ObserverName, Phase, Seen } from './event.ts';
import type { Verdict } from './verdict.ts';

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
  readonly fault: FaultRecord | undefined;
  readonly sightings: readonly Sighting[];
  readonly expressions: readonly {
    readonly alertname: string;
    readonly threshold: number;
    readonly max: number | undefined;
    readonly samples: number;
  }[];
  readonly observers: readonly { readonly observer: ObserverName; readonly ok: boolean; readonly detail: string }[];
  readonly machine:
    { readonly stallMs: number; readonly missedEvaluations: number; readonly failedScrapes: number } | undefined;
  readonly failure:
    { readonly code: string; readonly message: string; readonly logTail: string | undefined } | undefined;
  readonly skipped: string | undefined;
};

export type JudgedDrill = DrillRecord & { readonly verdict: Verdict };

/** A journal gathered by drill, without a judgement. */
export type FoldedRun = {
  readonly started: (Extract<EventBody, { type: 'run-started' }> & { readonly at: number }) | undefined;
  readonly drills: readonly DrillRecord[];
  readonly impossible: readonly ImpossibleCase[];
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
  /** The drills' outcomes counted. */
  readonly totals: Readonly<Record<'held' | 'breached' | 'inconclusive' | 'errored' | 'skipped', number>>;
  readonly exitCode: number;
};
