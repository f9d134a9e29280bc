import { formatDuration } from '../core/index.ts';
import type { RuleShape } from './analyse.ts';

/** For each silent case, `possible`, or why the rule cannot have it. */
export type CaseReasons = { readonly 'just-under': string; readonly 'shorter-than-for': string };

/** Derives from a rule which of its silent cases can exist. */
export const caseReasons = (shape: RuleShape, forMs: number): CaseReasons => ({
  'just-under': justUnder(shape),
  'shorter-than-for': shorterThanFor(shape, forMs),
});

const justUnder = ({ kind, threshold, lhs }: RuleShape): string => {
  if (kind === 'up') return '`up` is 0 or 1: nothing lies just under a failed scrape';
  if (threshold === 0) return `the threshold of ${lhs} is 0: nothing lies under it`;
  return 'possible';
};

const shorterThanFor = ({ kind, threshold, windowMs }: RuleShape, forMs: number): string => {
  if (forMs === 0) return 'the rule has no for';
  const [window, hold] = [formatDuration(windowMs), formatDuration(forMs)];
  if (kind === 'rate' && threshold === 0 && windowMs >= forMs) {
    return `one event stays in the window of ${window}, which is longer than for ${hold}`;
  }
  if (kind === 'quantile' && windowMs >= forMs) {
    return `slow observations stay in the window of ${window}, which is longer than for ${hold}`;
  }
  return 'possible';
};
