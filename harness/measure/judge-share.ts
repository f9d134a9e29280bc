import type { Outcome } from '../contract/index.ts';
import { binomialInterval, type Interval } from './binomial-interval.ts';
import { leastSample } from './least-sample.ts';

export type ShareQuestion = {
  /** How many are good, such as on time, of how many. */
  readonly within: number;
  readonly total: number;
  /** The share of good ones that is promised, such as 0.95. */
  readonly objective: number;
  readonly confidence: number;
  /** How many samples the verdict needs, if more than the objective itself does. */
  readonly minimum?: number;
  /** How many of the samples, which depend on each other, are worth one that does not (`designEffect`); 1 unless given. */
  readonly designEffect?: number;
};

export type ShareJudgement = {
  readonly outcome: Extract<Outcome, 'held' | 'breached' | 'inconclusive'>;
  /** A sentence with the share, its interval and why this is the outcome. */
  readonly reason: string;
  /** None of no samples. */
  readonly share: number | undefined;
  readonly interval: Interval;
  readonly total: number;
  /** As many independent samples are worth as much. */
  readonly effectiveTotal: number;
  /** How many samples were needed. */
  readonly minimum: number;
};

/**
 * Judges whether a share is at least its objective: held where the whole interval of the share is at or above it, breached
 * where all of it is under it, inconclusive where it is on both sides or there were too few samples. "p95 under 5 s" is the
 * question whether at least 95 % are within 5 s.
 */
export const judgeShare = (question: ShareQuestion): ShareJudgement => {
  const { within, total, objective, confidence, designEffect = 1 } = question;
  const minimum = Math.max(leastSample(objective, confidence), question.minimum ?? 0);
  const interval = binomialInterval(within / designEffect, total / designEffect, confidence);
  const outcome = total < minimum ? 'inconclusive' : outcomeOf(interval, objective);
  const judged = { interval, total, effectiveTotal: total / designEffect, minimum };
  return {
    outcome,
    reason: reasonOf(question, { ...judged, outcome }),
    share: total === 0 ? undefined : within / total,
    ...judged,
  };
};

const outcomeOf = ({ lower, upper }: Interval, objective: number): ShareJudgement['outcome'] => {
  if (lower >= objective) return 'held';
  return upper < objective ? 'breached' : 'inconclusive';
};

const reasonOf = (
  { within, total, objective, confidence }: ShareQuestion,
  judged: Pick<ShareJudgement, 'outcome' | 'interval' | 'effectiveTotal' | 'minimum'>,
): string => {
  const { outcome, interval, effectiveTotal, minimum } = judged;
  const worth = effectiveTotal < total ? `, worth ${Number(effectiveTotal.toPrecision(3))} independent ones` : '';
  if (total < minimum) return `only ${total} samples, and ${percent(objective)} needs at least ${minimum}`;
  const between = `${percent(interval.lower)} to ${percent(interval.upper)} at ${percent(confidence)} confidence`;
  const seen = `${within} of ${total}${worth}: ${percent(within / total)}, ${between}`;
  const wanted = `at least ${percent(objective)}`;
  const ends = {
    held: `all of it ${wanted}`,
    breached: `none of it ${wanted}`,
    inconclusive: `which does not tell whether it is ${wanted}`,
  } as const;
  return `${seen}, ${ends[outcome]}`;
};

/** Rounded down, so that only what meets an objective reads as if it did. */
const percent = (share: number): string => `${Math.floor(share * 1e5 + 1e-6) / 1e3} %`;
