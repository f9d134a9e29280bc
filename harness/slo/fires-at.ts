import type { Sample } from './query-range.ts';

/** When an expression that is true at these evaluations has been so for `forSeconds`; undefined where it never was. */
export const firesAt = (present: readonly Sample[], stepSeconds: number, forSeconds: number): number | undefined => {
  let since: number | undefined;
  let before: number | undefined;
  for (const { at } of present) {
    if (before === undefined || at - before > stepSeconds * 1.5) since = at;
    before = at;
    if (since !== undefined && at - since >= forSeconds) return at;
  }
  return undefined;
};
