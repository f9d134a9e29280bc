import { formatDuration } from '../core/index.ts';

/** The highest speed that something allows, and why. */
export type SpeedLimit = { readonly max: number; readonly because: string };

/** Gives the speed up to which a duration at speed 1, in ms, is still so long; none for a duration of 0. */
export const settingLimit = (name: string, ms: number, leastMs: number): SpeedLimit[] => {
  const max = roundSpeed(ms / leastMs);
  const because = `${name} ${formatDuration(ms)} is at least ${formatDuration(leastMs)} up to speed ${max}`;
  return ms === 0 ? [] : [{ max, because }];
};

/** Keeps 0.1 × 300 ÷ 3 from being 10.000000000000002. */
export const roundSpeed = (value: number): number => Number(value.toPrecision(12));
