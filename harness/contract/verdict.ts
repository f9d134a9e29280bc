import type { FindingClaim } from './drill.ts';
import type { Outcome } from './outcome.ts';
import type { Bound, TransitionName } from './timing.ts';

/** One thing that was expected of a drill, and what was seen. */
export type Check = {
  readonly name: string;
  /** The alert that it is about; none for what concerns the whole drill. */
  readonly alertname?: string;
  readonly outcome: Exclude<Outcome, 'skipped'>;
  /** A sentence with what was expected and what was seen. */
  readonly message: string;
  /** For a transition: when it was seen, in wall-clock ms, and its bound. */
  readonly transition?: TransitionName;
  readonly observed?: number | undefined;
  readonly bound?: Bound;
};

/** A documented mistake with the evidence of a run. */
export type FindingEvidence = FindingClaim & { readonly drill: string; readonly proven: boolean };

export type Verdict = {
  readonly outcome: Outcome;
  /** Why, most important first; one sentence each. */
  readonly reasons: readonly string[];
  readonly checks: readonly Check[];
  readonly finding?: FindingEvidence;
};
