import type { RunningRule } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';
import { shorterThanFor, underThresholdCount } from '../rules/index.ts';

type Offsets = { readonly offsetsMs: readonly number[] };
/** A series that is younger than so many scrapes is extrapolated further, and may then pass the threshold. */
type Settled = { readonly pace: Offsets; readonly steadyScrapes: number };

/** Between two events of a pace, in ms, at the most: far enough apart to be two requests. */
const mostBetweenMs = 200;

/** As many events as come nearest to a rate's threshold without passing it; throws `DRILL_INVALID` when none do. */
export const justUnderPace = (rule: RunningRule): Settled => {
  const found = underThresholdCount(rule);
  if (found === undefined)
    throw new HarnessError('DRILL_INVALID', { what: `${rule.alertname} has nothing just under its threshold` });
  // All of them have to lie in one window together.
  const betweenMs = Math.min(mostBetweenMs, rule.windowMs / (2 * found.count));
  const offsetsMs = Array.from({ length: found.count }, (_, index) => index * betweenMs);
  return { pace: { offsetsMs }, steadyScrapes: found.scrapesBefore };
};

/** Events that hold a rate over its threshold for less than `for`; throws `DRILL_INVALID` with the reason. */
export const shorterThanForPace = (rule: RunningRule): Offsets => {
  const schedule = shorterThanFor(rule);
  if ('reason' in schedule) {
    throw new HarnessError('DRILL_INVALID', {
      what: `${rule.alertname} has no time shorter than its for`,
      got: schedule.reason,
    });
  }
  return schedule;
};
