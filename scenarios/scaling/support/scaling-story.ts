import { targetPercent } from './autoscaler.ts';
import type { ScalingSample } from './scaling-sample.ts';

/** What an autoscaler did about a load; durations in ms. */
export type ScalingStory = {
  /** From the load's beginning until more than the least number was wanted. */
  readonly firstUpMs?: number;
  /** From the load's beginning until the greatest number was ready. */
  readonly fullMs?: number;
  readonly peakWanted: number;
  readonly peakReady: number;
  /** From the load's end until fewer than then were wanted, and until the least number was wanted and no more were ready. */
  readonly firstDownMs?: number;
  readonly backMs?: number;
  /** From when it last had a reason for as many replicas as there were until it wanted fewer. */
  readonly quietMs?: number;
  /** How often it changed its mind between more and fewer. */
  readonly turns: number;
  /** For how much of the load it knew no CPU, from 0 to 1. */
  readonly blindShare: number;
  readonly problem?: string;
  /** Each number that was wanted, since the load's beginning, and the CPU that was known then, in percent. */
  readonly course: readonly { readonly atMs: number; readonly wanted: number; readonly cpuPercent?: number }[];
};

export type Span = { readonly from: number; readonly until: number };

/** Tells from samples in the order of their times what happened, between these numbers of replicas. */
export const scalingStory = (
  samples: readonly ScalingSample[],
  load: Span,
  { least, most }: { readonly least: number; readonly most: number },
): ScalingStory => {
  const since = (from: number, holds: (sample: ScalingSample) => boolean): number | undefined => {
    const found = samples.find((sample) => sample.at >= from && holds(sample));
    return found && found.at - from;
  };
  const peakWanted = Math.max(0, ...samples.map(({ wanted }) => wanted));
  const firstUpMs = since(load.from, ({ wanted }) => wanted > least);
  const fullMs = since(load.from, ({ ready }) => ready >= most);
  const held = samples.findLast(({ at }) => at <= load.until)?.wanted ?? 0;
  const firstDownMs = since(load.until, ({ wanted }) => wanted < held);
  const backMs = since(load.until, ({ wanted, ready }) => wanted <= least && ready <= least);
  const during = samples.filter(({ at }) => at >= load.from && at <= load.until);
  const blind = during.filter(({ cpuPercent }) => cpuPercent === undefined);
  const problem = blind.findLast((sample) => sample.problem !== undefined)?.problem;
  return {
    ...(firstUpMs === undefined ? {} : { firstUpMs }),
    ...(fullMs === undefined ? {} : { fullMs }),
    peakWanted,
    peakReady: Math.max(0, ...samples.map(({ ready }) => ready)),
    ...(firstDownMs === undefined ? {} : { firstDownMs }),
    ...(backMs === undefined ? {} : { backMs }),
    ...quietOf(samples),
    turns: turnsOf(samples.map(({ wanted }) => wanted)),
    blindShare: during.length === 0 ? 1 : blind.length / during.length,
    ...(problem === undefined ? {} : { problem }),
    course: courseOf(samples, load.from),
  };
};

/** Above this an autoscaler leaves the number as it is: what it aims at, less its tolerance of a tenth. */
const busyPercent = 0.9 * targetPercent;

const quietOf = (samples: readonly ScalingSample[]): Pick<ScalingStory, 'quietMs'> => {
  const peak = Math.max(...samples.map(({ wanted }) => wanted));
  const top = samples.findLastIndex(({ wanted }) => wanted === peak);
  const down = samples[top + 1];
  const busy = samples.slice(0, top + 1).findLast(({ cpuPercent = 0 }) => cpuPercent > busyPercent);
  return down === undefined || busy === undefined ? {} : { quietMs: down.at - busy.at };
};

const courseOf = (samples: readonly ScalingSample[], from: number): ScalingStory['course'] =>
  samples
    .filter(({ wanted }, index) => wanted !== samples[index - 1]?.wanted)
    .map(({ at, wanted, cpuPercent }) => ({
      atMs: at - from,
      wanted,
      ...(cpuPercent === undefined ? {} : { cpuPercent }),
    }));

const turnsOf = (wanted: readonly number[]): number => {
  const signs = wanted.slice(1).map((each, index) => Math.sign(each - (wanted[index] ?? each)));
  const moves = signs.filter((sign) => sign !== 0);
  return moves.slice(1).filter((sign, index) => sign !== moves[index]).length;
};
