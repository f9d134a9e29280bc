import type { KnownTransition } from './transition-table.ts';

/** What can become of a transition, as `LedgerSummary` tells them apart. */
export type Fate = 'onTime' | 'late' | 'lost' | 'pending' | 'recovered' | 'unexpected';

/**
 * Gives what became of a transition that was watched for until `endAt`. None of one that was not acknowledged and did not
 * arrive either: its client knows.
 */
export const fateOf = (
  { answer, intendedMs, firstArrival }: KnownTransition,
  lateMs: number,
  endAt: number,
): Fate | undefined => {
  if (intendedMs === undefined) return firstArrival === undefined ? undefined : 'unexpected';
  if (answer !== 'acknowledged') return firstArrival === undefined ? undefined : 'recovered';
  if (firstArrival === undefined) return endAt - intendedMs < lateMs ? 'pending' : 'lost';
  return firstArrival - intendedMs <= lateMs ? 'onTime' : 'late';
};
