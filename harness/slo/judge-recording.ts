import type { SloRecording } from '../contract/index.ts';
import type { RuleShape } from '../rules/index.ts';
import { span } from './burn-rate.ts';

/** What the queries gave over a recording, and what really happened in it. */
export type SloObservation = {
  /** The documented measurement at the end; undefined where the query gives nothing. */
  readonly sli: number | undefined;
  readonly trueShare: number | undefined;
  /** Seconds after the recording's `active` at which the objective is first missed, as measured and as it happened. */
  readonly missedAfter: number | undefined;
  readonly trulyMissedAfter: number | undefined;
  /** How far apart the measurements are, in seconds. */
  readonly stepSeconds: number;
  /** Seconds after `active` at which each alert fires; undefined where it never does. */
  readonly alertAfter: number | undefined;
  readonly correctedAfter: number | undefined;
  /** The greatest value of the documented alert's left side. */
  readonly greatest: number | undefined;
  readonly rule: Pick<RuleShape, 'operator' | 'threshold'>;
};

export type SloCheck = { readonly outcome: 'held' | 'breached'; readonly message: string };

/** Holds what was measured to what happened, and what the alerts did to what is expected of them. */
export const judgeRecording = (recording: SloRecording, seen: SloObservation): SloCheck[] => [
  measurement(recording, seen),
  ...(recording.expects.met ? [] : [moment(seen)]),
  alert(recording, seen),
  ...(recording.finding === undefined ? [] : [corrected(recording.finding.corrected, seen)]),
];

const check = (isHeld: boolean, message: string): SloCheck => ({ outcome: isHeld ? 'held' : 'breached', message });
const percent = (share: number): string => `${(share * 100).toFixed(3)} %`;

/** A hundredth of the bad share is what Prometheus' extrapolation at the ends of a window may take or add. */
const measurement = ({ slo, expects }: SloRecording, { sli, trueShare }: SloObservation): SloCheck => {
  const promised = `${percent(slo.objective)} of ${slo.title}`;
  if (sli === undefined || trueShare === undefined)
    return check(false, `the measurement gives no value; expected it against ${promised}`);
  const isTrue = Math.abs(sli - trueShare) <= 0.01 * (1 - trueShare) + 1e-9;
  const isMet = sli >= slo.objective;
  const got = `measured ${percent(sli)}, which ${isMet ? 'meets' : 'misses'} ${promised}`;
  const wanted = isTrue ? '' : `; what happened is ${percent(trueShare)}`;
  return check(
    isTrue && isMet === expects.met,
    `${got}${wanted}${isMet === expects.met ? '' : `; expected to be ${expects.met ? 'met' : 'missed'}`}`,
  );
};

const moment = ({ missedAfter, trulyMissedAfter, stepSeconds }: SloObservation): SloCheck => {
  if (missedAfter === undefined || trulyMissedAfter === undefined)
    return check(false, 'the objective is never missed by the measurement; expected it to be');
  const isNear = Math.abs(missedAfter - trulyMissedAfter) <= 2 * stepSeconds;
  const message = `the objective is missed from ${span(missedAfter)} on, by what happened from ${span(trulyMissedAfter)}`;
  return check(isNear, message);
};

const alert = ({ slo, expects }: SloRecording, { alertAfter, greatest, rule }: SloObservation): SloCheck => {
  const fired = alertAfter !== undefined;
  const got = fired ? `fires after ${span(alertAfter)}` : 'never fires';
  const most = greatest === undefined ? 'no value' : `at most ${Number(greatest.toPrecision(4))}`;
  const against = `its left side ${most}, threshold ${rule.operator} ${rule.threshold}`;
  const isHeld = fired === (expects.alert === 'fires') && greatest !== undefined;
  return check(isHeld, `${slo.alertname} ${got} (${against})${isHeld ? '' : `; expected: ${expects.alert}`}`);
};

const corrected = (expected: 'fires' | 'silent', { correctedAfter }: SloObservation): SloCheck => {
  const fired = correctedAfter !== undefined;
  const got = fired ? `fires after ${span(correctedAfter)}` : 'stays silent';
  return check(
    fired === (expected === 'fires'),
    `a burn-rate alert beside it ${got}${fired === (expected === 'fires') ? '' : `; expected: ${expected}`}`,
  );
};
