import { formatDuration } from '../core/index.ts';
import type { RuleShape } from './analyse.ts';

/** For each silent case, `possible`, or why the rule cannot have it. */
export type CaseReasons = { readonly 'just-under': string; readonly 'shorter-than-for': string };

/** Derives from a rule, with its `for` in ms, which of its silent cases can exist. */
export const caseReasons = (shape: RuleShape, forMs: number): CaseReasons => ({
  'just-under': justUnder(shape),
  'shorter-than-for': shorterThanFor(shape, forMs),
});

const justUnder = ({ kind, per, threshold, windowMs, lhs }: RuleShape): string => {
  if (kind === 'up') return '`up` is 0 or 1: nothing lies just under a failed scrape';
  if (Number.isNaN(threshold)) return 'the expression is compared with no number: nothing lies just under it';
  if (threshold === 0) return `the threshold of ${lhs} is 0: nothing lies under it`;
  if (kind === 'self-ratio')
    return `${lhs} divides each series by itself: it is 1 or nothing, and nothing lies under it`;
  const events = per === 'second' ? (threshold * windowMs) / 1000 : threshold;
  if (kind === 'rate' && events <= 1)
    return `one event in a window of ${formatDuration(windowMs)} reaches the threshold`;
  return 'possible';
};

const shorterThanFor = ({ kind, threshold, windowMs }: RuleShape, forMs: number): string => {
  if (forMs === 0) return 'the rule has no for';
  const stays = `in the window of ${formatDuration(windowMs)}, which is not shorter than for ${formatDuration(forMs)}`;
  if (kind === 'rate' && threshold === 0 && windowMs >= forMs) return `one event stays ${stays}`;
  if (kind === 'self-ratio' && windowMs >= forMs) return `one event stays ${stays}`;
  if (kind === 'quantile' && windowMs >= forMs) return `slow observations stay ${stays}`;
  return 'possible';
};
