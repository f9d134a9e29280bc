import type { Rates, SloRecording } from '../contract/index.ts';

/** A recording with the time that it stands for, in seconds of the wall clock. */
export type PlacedRecording = {
  readonly recording: SloRecording;
  readonly from: number;
  /** When `then` begins. */
  readonly active: number;
  readonly to: number;
};

/** A whole number of days, so that every block of Prometheus begins where a recording may. */
const epoch = 1_767_225_600;
const leastBefore = 3_600;
const apart = 7_200;

/** Puts recordings of the same series one after the other, far enough apart for no window to see two of them. */
export const placeRecordings = (recordings: readonly SloRecording[]): PlacedRecording[] => {
  const next = new Map<string, number>();
  return recordings.map((recording) => {
    const { slo, then } = recording;
    const from = next.get(slo.id) ?? epoch;
    const active = from + Math.max(slo.windowSeconds, leastBefore);
    const to = active + then.reduce((sum, { seconds }) => sum + seconds, 0);
    next.set(slo.id, Math.ceil((to + apart) / apart) * apart);
    return { recording, from, active, to };
  });
};

/** The rates of a placed recording with the span for which each holds. */
export const spansOf = ({
  recording,
  from,
  active,
}: PlacedRecording): { readonly from: number; readonly to: number; readonly rates: Rates }[] => {
  const spans = [{ from, to: active, rates: recording.before }];
  for (const { seconds, rates } of recording.then) {
    const begin = spans.at(-1)?.to ?? active;
    spans.push({ from: begin, to: begin + seconds, rates });
  }
  return spans;
};
