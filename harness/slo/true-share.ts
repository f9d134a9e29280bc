import { spansOf, type PlacedRecording } from './place-recordings.ts';

/** The share of good events that really happened in the objective's window up to `at`; undefined of no event. */
export const trueShare = (placed: PlacedRecording, at: number): number | undefined => {
  const { slo } = placed.recording;
  const since = at - slo.windowSeconds;
  const count = (series: readonly string[]): number =>
    spansOf(placed).reduce((sum, { from, to, rates }) => {
      const seconds = Math.max(0, Math.min(to, at) - Math.max(from, since));
      return sum + seconds * series.reduce((rate, name) => rate + (rates[name] ?? 0), 0);
    }, 0);
  const total = count(slo.total);
  return total === 0 ? undefined : count(slo.good) / total;
};

/** When, in seconds after the recording's `active`, the objective is first missed; undefined where it never is. */
export const missedAfter = (placed: PlacedRecording, stepSeconds: number): number | undefined => {
  for (let at = placed.active; at <= placed.to; at += stepSeconds) {
    const share = trueShare(placed, at);
    if (share !== undefined && share < placed.recording.slo.objective) return at - placed.active;
  }
  return undefined;
};
