import type { LoadPlan } from './load-plan.ts';

export type LoadGroup = {
  /** Counts from 0 the groups that fire. */
  readonly number: number;
  readonly status: 'firing' | 'resolved';
  /** The iterations that send it firing and resolved; the latter is undefined where it never resolves. */
  readonly firesIn: number;
  readonly resolvesIn: number | undefined;
};

/** The group that an iteration sends: blocks of `resolveAfter` groups that fire, each followed by the same resolved. */
export const groupOf = ({ arrivals, resolveAfter }: LoadPlan, iteration: number): LoadGroup => {
  if (resolveAfter === 0) return { number: iteration, status: 'firing', firesIn: iteration, resolvesIn: undefined };
  const begun = iteration - (iteration % (2 * resolveAfter));
  const half = Math.min(resolveAfter, Math.ceil((arrivals.requests - begun) / 2));
  const place = iteration - begun;
  const isFiring = place < half;
  const firesIn = isFiring ? iteration : iteration - half;
  const resolvesIn = firesIn + half;
  return {
    number: begun / 2 + (isFiring ? place : place - half),
    status: isFiring ? 'firing' : 'resolved',
    firesIn,
    resolvesIn: resolvesIn < arrivals.requests ? resolvesIn : undefined,
  };
};

/** The id of the alert at a place of a group: found again in whatever a receiver was sent. */
export const alertId = ({ run, alertsPerRequest }: LoadPlan, group: number, place: number): string =>
  `fd-${run}-${String(group * alertsPerRequest + place).padStart(7, '0')}`;
