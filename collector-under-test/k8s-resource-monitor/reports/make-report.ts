import { setImmediate } from 'node:timers/promises';
import type { CollectionCount } from '../store/store.ts';

/** The pods over a span, one point a second, so that a dashboard can zoom into it. */
export interface Report {
  pods: Float64Array;
  running: Float64Array;
  summary: Summary;
}

/** The points of a report: how many there are, and of each series how many have a value and its range. */
export interface Summary {
  points: number;
  pods: Range;
  running: Range;
}

interface Range {
  known: number;
  least?: number;
  most?: number;
}

/**
 * Resamples the collections to `seconds` points, each with the last collection before it; none where there is none. Others
 * are served meanwhile.
 */
export async function makeReport(counts: readonly CollectionCount[], from: number, seconds: number): Promise<Report> {
  const [pods, running] = [new Float64Array(seconds), new Float64Array(seconds)];
  const podsRange: Range = { known: 0 };
  const runningRange: Range = { known: 0 };
  const first = pointAt(counts[0]?.at ?? Infinity, from, seconds);
  await fill([pods, running], [NaN, NaN], 0, first);
  for (const [index, count] of counts.entries()) {
    const begin = pointAt(count.at, from, seconds);
    const end = pointAt(counts[index + 1]?.at ?? Infinity, from, seconds);
    if (end <= begin) continue;
    await fill([pods, running], [count.pods, count.running], begin, end);
    widen(podsRange, count.pods, end - begin);
    widen(runningRange, count.running, end - begin);
  }
  return { pods, running, summary: { points: seconds, pods: podsRange, running: runningRange } };
}

/** A few milliseconds of work. */
const pointsAtOnce = 200_000;

async function fill(series: Float64Array[], values: number[], begin: number, end: number): Promise<void> {
  for (let at = begin; at < end; at += pointsAtOnce) {
    const until = Math.min(end, at + pointsAtOnce);
    for (const [index, one] of series.entries()) one.fill(values[index] ?? NaN, at, until);
    if (until < end) await setImmediate();
  }
}

/** The first point that is not before `at`. */
const pointAt = (at: number, from: number, seconds: number): number =>
  Math.min(seconds, Math.max(0, Math.ceil((at - from) / 1_000)));

function widen(range: Range, value: number, points: number): void {
  range.known += points;
  range.least = Math.min(range.least ?? value, value);
  range.most = Math.max(range.most ?? value, value);
}
