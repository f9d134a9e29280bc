import { describe, expect, test } from 'vitest';
import { freightlinerSlos } from '../../scenarios/slo/freightliner.ts';
import { firesAt } from './fires-at.ts';
import { judgeRecording, type SloObservation } from './judge-recording.ts';
import { placeRecordings } from './place-recordings.ts';
import { missedAfter, trueShare } from './true-share.ts';

const recordings = new Map(freightlinerSlos.recordings.map((each) => [each.name, each]));
const named = (name: string) => {
  const found = recordings.get(name);
  if (found === undefined) throw new Error(`no recording ${name}`);
  return found;
};
const gap = named('availability/9.9-percent-fail');

const seen = (change: Partial<SloObservation> = {}): SloObservation => ({
  sli: 0.9989,
  trueShare: 0.9989,
  missedAfter: 26_250,
  trulyMissedAfter: 26_200,
  stepSeconds: 150,
  alertAfter: undefined,
  correctedAfter: 540,
  greatest: 0.099,
  rule: { operator: '>', threshold: 0.1 },
  ...change,
});
const breached = (change: Partial<SloObservation>): string[] =>
  judgeRecording(gap, seen(change))
    .filter(({ outcome }) => outcome === 'breached')
    .map(({ message }) => message);

describe('the verdict on a recording', () => {
  test('holds when all is as it is expected', () => expect(breached({})).toEqual([]));

  test.each([
    ['the measurement gives nothing', { sli: undefined }, /gives no value/],
    ['it says that the objective is met', { sli: 0.9995, trueShare: 0.9995 }, /expected to be missed/],
    ['it measures something else than what happened', { sli: 0.998 }, /what happened is 99\.890 %/],
    ['the objective is missed much earlier', { missedAfter: 3_600 }, /missed from 1\.00 h on/],
    ['the objective is never missed', { missedAfter: undefined }, /never missed/],
    ['the alert fires', { alertAfter: 600 }, /fires after 10 min .*expected: silent/],
    ['the alert has no value at all', { greatest: undefined }, /no value/],
    ['the corrected alert does not fire', { correctedAfter: undefined }, /stays silent; expected: fires/],
  ] as const)('is breached when %s', (_, change, message) => {
    expect(breached(change)).toEqual([expect.stringMatching(message)]);
  });
});

describe('what happened', () => {
  test('spends the budget of 30 days in 7.3 hours at 9.9 % of failures', () => {
    const [placed] = placeRecordings([gap]);
    if (placed === undefined) throw new Error('nothing placed');
    expect((missedAfter(placed, 15) ?? 0) / 3_600).toBeCloseTo((30 * 24 * 0.001) / 0.099, 2);
    expect(trueShare(placed, placed.to)).toBeCloseTo(1 - (8 * 0.099) / 720, 9);
    expect(trueShare(placed, placed.from)).toBeUndefined();
  });

  test('is recorded so far apart that no window sees two of a kind', () => {
    const placed = placeRecordings(freightlinerSlos.recordings);
    for (const { recording, from, active, to } of placed) {
      expect(active - from).toBeGreaterThanOrEqual(recording.slo.windowSeconds);
      const others = placed.filter((each) => each.recording !== recording && each.recording.slo === recording.slo);
      expect(others.filter((each) => each.from <= to && each.to >= from - 3_600)).toEqual([]);
    }
  });
});

describe('an alert over evaluations of 15 s', () => {
  const at = (...times: readonly number[]) => times.map((time) => ({ at: time, value: 1 }));
  test.each([
    [at(0, 15, 30), 30, 30],
    [at(0, 15), 30, undefined],
    [at(0, 15, 45, 60, 75), 30, 75],
    [at(15), 0, 15],
    [at(), 0, undefined],
  ])('that is true at %j for %d s fires at %s', (present, forSeconds, fires) => {
    expect(firesAt(present, 15, forSeconds)).toBe(fires);
  });
});
