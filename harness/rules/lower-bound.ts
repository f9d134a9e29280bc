import type { Settings, Term, Timing } from '../contract/index.ts';
import { bounds } from './bounds.ts';

export type LowerBound = { readonly ms: number; readonly terms: Term[] };

/** How long nothing more may arrive after the last transition, in ms: a stray would be scraped, evaluated and flushed. */
export const quietTailMs = ({ scrapeIntervalMs, evaluationIntervalMs, groupIntervalMs }: Settings): number =>
  scrapeIntervalMs + evaluationIntervalMs + groupIntervalMs;

/** How long silence is watched, in ms: from the fault to the latest moment at which the alert would be notified. */
export const watchMs = (timing: Timing): number =>
  bounds(timing, { from: 0, effective: 0 }, undefined).notified?.latest ?? 0;

/**
 * Gives the least time that a drill can take, without start-up or slack: its earliest terms, what is left of
 * group_interval until a resolution is flushed, and the quiet tail; or the watch of a silent case.
 */
export const lowerBound = (
  timing: Timing,
  mode: { readonly behaviour: 'fires-and-clears' } | { readonly behaviour: 'silent'; readonly watchMs: number },
): LowerBound => {
  if (mode.behaviour === 'silent') return total([exactly('watch', mode.watchMs - timing.allowanceMs)]);
  const { settings, crossing, drain } = timing;
  return total([
    ...crossing.map(({ name, earliestMs }) => exactly(name, earliestMs)),
    exactly('for', settings.forMs),
    exactly('group_wait', settings.groupWaitMs),
    exactly('group_interval', flushMs(drain, settings)),
    exactly('quiet tail', quietTailMs(settings)),
  ]);
};

/** The first tick of group_interval after the notification at which the drained alert can be flushed as resolved. */
const flushMs = (drain: readonly Term[], { groupIntervalMs }: Settings): number => {
  const drainMs = drain.reduce((sum, { earliestMs }) => sum + earliestMs, 0);
  if (groupIntervalMs === 0) return drainMs;
  return Math.max(1, Math.ceil(drainMs / groupIntervalMs)) * groupIntervalMs;
};

const exactly = (name: string, ms: number): Term => ({ name, earliestMs: Math.max(0, ms), latestMs: Math.max(0, ms) });

const total = (terms: Term[]): LowerBound => ({
  ms: terms.reduce((sum, { earliestMs }) => sum + earliestMs, 0),
  terms,
});
