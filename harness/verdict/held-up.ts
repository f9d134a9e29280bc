import type { DrillRecord } from '../contract/index.ts';

/**
 * Whether the machine stalled for longer than the bounds allow for, or Prometheus missed an evaluation, or until some moment
 * a scrape that no fault explains, after which `for` begins again.
 */
export const wasHeldUp = (record: DrillRecord, until = Infinity): boolean => {
  const { machine, plan } = record;
  if (machine === undefined || plan === undefined) return false;
  const isLong = machine.stallMs > plan.timing.allowanceMs;
  return isLong || machine.missedEvaluations > 0 || lastFailedAt(record, until) !== undefined;
};

/**
 * The most by which what a machine was held up by can have delayed what follows a fault, in ms: all its stalls, the
 * evaluations that were missed, and beginning again with the last scrape that failed until some moment. Infinite where the
 * record does not say.
 */
export const explainedDelayMs = (record: DrillRecord, until = Infinity): number => {
  const { machine, plan, fault } = record;
  if (machine === undefined || plan === undefined) return 0;
  const { stallMs, stalledMs = Infinity, missedEvaluations } = machine;
  const { allowanceMs, settings } = plan.timing;
  const stalls = stallMs > allowanceMs ? stalledMs : 0;
  const failedAt = lastFailedAt(record, until);
  const restart = failedAt === undefined ? 0 : Math.max(0, failedAt - (fault?.from ?? -Infinity));
  return stalls + missedEvaluations * settings.evaluationIntervalMs + restart;
};

/** When the last scrape until some moment failed, infinite where the record does not say; undefined where none did. */
const lastFailedAt = ({ machine }: DrillRecord, until: number): number | undefined => {
  if (machine === undefined || machine.failedScrapes === 0) return undefined;
  return machine.failedAt === undefined ? Infinity : machine.failedAt.findLast((at) => at <= until);
};
