import type { Slo } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';
import { analyse } from '../rules/index.ts';

/** How an alert's threshold stands to the budget of an objective. */
export type BurnRate = {
  /** How many times as fast as it may the budget burns when the alert becomes true; undefined where traffic decides. */
  readonly atThreshold: number | undefined;
  /** How fast it burns when every event is bad. */
  readonly most: number;
  readonly reachable: boolean;
  /** In how many seconds the budget is gone while the alert only just stays silent; undefined where traffic decides. */
  readonly goneUnseenSeconds: number | undefined;
  readonly text: string;
};

/**
 * Reads off a documented alert's expression whether it can be reached within the objective at all. Throws
 * `DRILL_INVALID` for one that is neither a share, a quantile nor a rate.
 */
export const burnRateOf = (slo: Slo, expr: string): BurnRate => {
  const { objective, windowSeconds, alertname } = slo;
  const { kind, threshold } = analyse(expr);
  const most = 1 / (1 - objective);
  if (kind === 'rate') return ofTraffic(threshold, most);
  if (kind === 'quantile') return ofQuantile(slo, 1 - quantileOf(expr), threshold);
  if (kind === 'ratio') return burning(threshold * most, most, windowSeconds);
  throw new HarnessError('DRILL_INVALID', {
    what: 'no threshold to hold against a budget',
    where: alertname,
    got: expr,
  });
};

/** How a burn rate stands to the budget: one that is not below what every event being bad gives can never be exceeded. */
export const burning = (atThreshold: number, most: number, windowSeconds: number): BurnRate => {
  const goneUnseenSeconds = windowSeconds / atThreshold;
  const reachable = atThreshold < most;
  const text = reachable
    ? `burn rate ${round(atThreshold)} of at most ${round(most)}: below it the budget is gone unseen in ${span(goneUnseenSeconds)} or more`
    : `burn rate ${round(atThreshold)}, but at most ${round(most)} when every event is bad: it can never be reached`;
  return { atThreshold, most, reachable, goneUnseenSeconds, text };
};

const ofTraffic = (threshold: number, most: number): BurnRate => {
  const from = `${round(threshold)} bad event a second, out of reach of less traffic than that`;
  const text = `${from}; above ${round(threshold * most)} a second it comes while the objective is met`;
  return { atThreshold: undefined, most, reachable: true, goneUnseenSeconds: undefined, text };
};

/** A quantile that is compared with more than the objective's target does not see what lies between the two. */
const ofQuantile = (
  { objective, windowSeconds, targetSeconds = 0 }: Slo,
  share: number,
  threshold: number,
): BurnRate => {
  const most = 1 / (1 - objective);
  if (threshold <= targetSeconds) return burning(share * most, most, windowSeconds);
  const goneUnseenSeconds = windowSeconds / most;
  const between = `what takes from ${targetSeconds} to ${threshold} s is bad and not seen`;
  const text = `${between}: were it every event, burn rate ${round(most)}, the budget is gone unseen in ${span(goneUnseenSeconds)}`;
  return { atThreshold: undefined, most, reachable: share < 1, goneUnseenSeconds, text };
};

const quantileOf = (expr: string): number => Number(/histogram_quantile\(\s*([\d.]+)/.exec(expr)?.[1] ?? Number.NaN);

const round = (value: number): number => Number(value.toPrecision(4));

/** Writes seconds as minutes, from an hour on as hours. */
export const span = (seconds: number): string =>
  seconds < 3_600 ? `${Number((seconds / 60).toFixed(1))} min` : `${(seconds / 3_600).toFixed(2)} h`;
