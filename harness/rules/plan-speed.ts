import type { Settings, Speed } from '../contract/index.ts';
import { formatDuration } from '../core/index.ts';
import type { RuleShape } from './analyse.ts';

/** The least that a scaled duration may be, in ms, and the fewest events that a rate's threshold may mean. */
const least = { scrapeMs: 250, forMs: 1_000, groupWaitMs: 1_000, events: 3 } as const;

export type SpeedRequest = {
  readonly requested: number;
  /** The settings at speed 1. */
  readonly settings: Settings;
  /** Left out where nothing has to cross the threshold. */
  readonly shape?: RuleShape;
  readonly limits: readonly { readonly max: number; readonly because: string }[];
};

/** Lowers the requested speed to the least limit, never under 1, and names it. */
export const planSpeed = ({ requested, settings, shape, limits }: SpeedRequest): Speed => {
  const all = [...settingLimits(settings), ...eventLimit(shape), ...limits];
  const lowest = all.reduce((low, limit) => (limit.max < low.max ? limit : low), {
    max: requested,
    because: 'as requested',
  });
  return { requested, effective: Math.max(1, lowest.max), decidedBy: lowest.because };
};

const settingLimits = ({ scrapeIntervalMs, forMs, groupWaitMs }: Settings): SpeedRequest['limits'] => {
  const limit = (name: string, ms: number, leastMs: number) =>
    ms === 0
      ? []
      : [{ max: ms / leastMs, because: `${name} ${formatDuration(ms)} is at least ${formatDuration(leastMs)}` }];
  return [
    ...limit('the scrape interval', scrapeIntervalMs, least.scrapeMs),
    ...limit('for', forMs, least.forMs),
    ...limit('group_wait', groupWaitMs, least.groupWaitMs),
  ];
};

/** A rate is per second of the wall clock, so a window that shrinks holds fewer events at the same threshold. */
const eventLimit = (shape: RuleShape | undefined): SpeedRequest['limits'] => {
  if (shape?.kind !== 'rate' || shape.threshold <= 0) return [];
  const events = (shape.threshold * shape.windowMs) / 1000;
  const because = `the threshold ${shape.threshold}/s over ${formatDuration(shape.windowMs)} means ${round(events)} events, and at least ${least.events}`;
  return [{ max: round(events / least.events), because }];
};

/** Keeps 0.1 × 300 ÷ 3 from being 10.000000000000002. */
const round = (value: number): number => Number(value.toPrecision(12));
