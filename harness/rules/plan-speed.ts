import type { Settings, Speed } from '../contract/index.ts';
import { formatDuration } from '../core/index.ts';
import type { RuleShape } from './analyse.ts';
import { roundSpeed, settingLimit, type SpeedLimit } from './setting-limit.ts';

/** The least that a scaled duration may be, in ms, and the fewest events that a rate's threshold may mean. */
const least = { scrapeMs: 250, forMs: 1_000, groupWaitMs: 1_000, events: 3 } as const;

export type SpeedRequest = {
  readonly requested: number;
  /** The settings at speed 1. */
  readonly settings: Settings;
  /** Left out where nothing has to cross the threshold. */
  readonly shape?: RuleShape;
  readonly limits: readonly SpeedLimit[];
};

/** Lowers the requested speed to the least limit, never under 1, and names the term that decided. */
export const planSpeed = ({ requested, settings, shape, limits }: SpeedRequest): Speed => {
  const all: SpeedLimit[] = [...settingLimits(settings), ...eventLimits(shape), ...limits];
  const asked: SpeedLimit = { max: requested, because: 'as requested' };
  const lowest = all.reduce((low, limit) => (limit.max < low.max ? limit : low), asked);
  const decidedBy = lowest.max < 1 ? `real time is the slowest; ${lowest.because}` : lowest.because;
  return { requested, effective: Math.max(1, lowest.max), decidedBy };
};

const settingLimits = ({ scrapeIntervalMs, forMs, groupWaitMs }: Settings): SpeedLimit[] => [
  ...settingLimit('scrape interval', scrapeIntervalMs, least.scrapeMs),
  ...settingLimit('for', forMs, least.forMs),
  ...settingLimit('group_wait', groupWaitMs, least.groupWaitMs),
];

/**
 * A rate is per second of the wall clock, so a window that shrinks holds fewer events at the same threshold. `increase`
 * counts the events of its window, however long that is, and sets no limit; nor does a threshold that one event is over.
 */
const eventLimits = (shape: RuleShape | undefined): SpeedLimit[] => {
  if (shape?.kind !== 'rate' || shape.per === 'window' || shape.threshold <= 0) return [];
  const { threshold, windowMs } = shape;
  const max = roundSpeed((threshold * windowMs) / 1000 / least.events);
  const what = `threshold ${threshold}/s × window ${formatDuration(windowMs)}`;
  return [{ max, because: `${what} holds ${least.events} events up to speed ${max}` }];
};
