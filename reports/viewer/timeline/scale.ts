import type { JudgedDrill } from '../../../harness/contract/index.ts';
import { transitionChecks, zeroOf } from '../../facts/drill-facts.ts';

export type Scale = {
  /** The moment that is 0 s. */
  readonly zero: number;
  readonly from: number;
  readonly to: number;
  /** Gives where a moment lies, as a percentage that stays within the plot. */
  readonly x: (at: number) => string;
  /** Gives how wide a span is, as a percentage. */
  readonly width: (from: number, to: number) => string;
  /** Gives the share of the plot that a span takes, from 0 to 1. */
  readonly share: (from: number, to: number) => number;
};

const leadShare = 0.12;
const mostTicks = 6;

/** Makes the time axis of a drill: from shortly before its zero to the last thing that is known of it. */
export const scaleOf = (drill: JudgedDrill): Scale => {
  const zero = zeroOf(drill).at;
  const bounds = transitionChecks(drill).flatMap(({ bound, observed = zero }) => [bound?.latest ?? zero, observed]);
  const phases = drill.phases.map(({ at }) => at);
  const moments = [...bounds, ...phases, ...drill.sightings.map(({ when }) => when), drill.fault?.removed ?? zero];
  const to = Math.max(zero + 1000, ...moments);
  const begin = Math.min(drill.startedAt ?? zero, zero);
  const from = Math.max(begin, zero - (to - zero) * leadShare);
  return scaleBetween(zero, from, to);
};

/** Makes a time axis of a span, counted from `zero`. */
export const scaleBetween = (zero: number, from: number, to: number): Scale => {
  const place = (at: number) => (Math.min(Math.max(at, from), to) - from) / (to - from);
  const share = (start: number, end: number) => Math.max(0, place(end) - place(start));
  const percent = (part: number) => `${(part * 100).toFixed(2)}%`;
  return {
    zero,
    from,
    to,
    x: (at) => percent(place(at)),
    width: (start, end) => percent(share(start, end)),
    share,
  };
};

/** Gives the moments of the axis that get a number: round seconds, at most six. */
export const ticksOf = ({ zero, from, to }: Scale): number[] => {
  const step = roundStep((to - from) / mostTicks);
  const first = Math.ceil((from - zero) / step);
  const last = Math.floor((to - zero) / step);
  return Array.from({ length: last - first + 1 }, (_, index) => zero + (first + index) * step);
};

const roundStep = (least: number): number => {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= least) ?? 10;
  return factor * power;
};
