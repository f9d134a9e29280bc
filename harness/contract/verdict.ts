import type { FindingClaim } from './finding-claim.ts';
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

/** The share of judged deliveries that were on time, with the interval that it is judged by. */
export type JudgedShare = {
  readonly within: number;
  readonly total: number;
  readonly interval: { readonly lower: number; readonly upper: number };
  readonly confidence: number;
};

/** What one account of a drill of deliveries comes to, also where the drill's verdict does not depend on it. */
export type JudgedAccount = {
  readonly name: string;
  readonly outcome: Exclude<Outcome, 'skipped'>;
  /** The sentence that decides it. */
  readonly reason: string;
  /** None where no latency is judged, or the load was not sent as planned. */
  readonly share?: JudgedShare;
};

export type Verdict = {
  readonly outcome: Outcome;
  /** Why, most important first; one sentence each. */
  readonly reasons: readonly string[];
  readonly checks: readonly Check[];
  readonly finding?: FindingEvidence;
  /** Of a drill of deliveries, in the order of its accounts. */
  readonly accounts?: readonly JudgedAccount[];
};
