import type { Arrivals } from './load-plan.ts';

/** Rates reach k6 as whole numbers per 1000 s. */
export const perThousandSeconds = (perSecond: number): number => Math.round(perSecond * 1000);

/**
 * When the request of an index is due, in ms from the start of the load, as k6's arrival-rate executors count: at a
 * constant rate the first is due at once, on a ramp when the area under the rate has reached one.
 */
export const intendedOffset = (arrivals: Arrivals, index: number): number =>
  arrivals.kind === 'constant' ? (index * periodNs(arrivals.perSecond)) / 1e6 : rampOffset(arrivals, index + 1);

/** When the last request is due, in ms from the start. */
export const lastOffset = (arrivals: Arrivals): number => intendedOffset(arrivals, arrivals.requests - 1);

/** The highest rate, in requests per second. */
export const peakRate = (arrivals: Arrivals): number =>
  arrivals.kind === 'constant' ? arrivals.perSecond : Math.max(...arrivals.stages.map(({ perSecond }) => perSecond));

/** k6 cuts the time between two requests to whole nanoseconds. */
const periodNs = (perSecond: number): number => Math.trunc(1e12 / perThousandSeconds(perSecond));

type Ramping = Extract<Arrivals, { kind: 'ramping' }>;

const rampOffset = ({ startPerSecond, stages }: Ramping, count: number): number => {
  let from = startPerSecond / 1000;
  let before = 0;
  let begun = 0;
  for (const { durationMs, perSecond } of stages) {
    const to = perSecond / 1000;
    const area = ((from + to) / 2) * durationMs;
    const need = count - before;
    if (need <= area && area > 0)
      return begun + (2 * need) / (from + Math.sqrt(from ** 2 + (2 * (to - from) * need) / durationMs));
    before += area;
    begun += durationMs;
    from = to;
  }
  return begun;
};
