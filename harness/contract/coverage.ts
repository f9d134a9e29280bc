import type { CaseName } from './drill.ts';
import type { Outcome } from './outcome.ts';

/** The rungs of the coverage ladder, from the text of a rule to its silence and the runbook that clears it. */
export const rungNames = [
  'parsed',
  'metrics',
  'virtual',
  'fired',
  'notified',
  'cleared',
  'silent',
  'rehearsed',
] as const;
export type RungName = (typeof rungNames)[number];

/** Whether an alert has reached a rung: *held* is reached, *skipped* is that nothing was drilled or evaluated. */
export type Rung = {
  readonly name: RungName;
  readonly outcome: Outcome;
  /** What shows it, or why the alert stops here, in a sentence of the verdict. */
  readonly reason: string;
  /** The findings that were shown on the way. */
  readonly findings: readonly string[];
  /** Whether the rung cannot be reached and a run or the rule itself says why; such a rung is listed, not missed. */
  readonly listed: boolean;
  /** The drills that were judged for it, and their runs. */
  readonly evidence: readonly { readonly run: string; readonly drill: string }[];
};

export type CoveredAlert = {
  readonly system: string;
  readonly id: string;
  readonly alertname: string;
  readonly rungs: readonly Rung[];
};

/** A drill that is described today, which evidence is looked for. */
export type DescribedDrill = {
  readonly id: string;
  readonly system: string;
  readonly case: CaseName;
  readonly alertId?: string | undefined;
  /** The alert that the procedure it rehearses is to clear. */
  readonly clears?: string | undefined;
};
