import type { JudgedDrill } from '../../harness/contract/index.ts';
import { after, downSeen, evidenceChecks, timedChecksOf } from './sample-bounds.ts';
import { samplePlan } from './sample-plan.ts';
import { sightingsOf } from './sample-sightings.ts';

const phases = [
  { phase: 'start', at: after(-6.4) },
  { phase: 'steady', at: after(-1.6) },
  { phase: 'fault', at: after(-0.01) },
  { phase: 'recovery', at: after(5) },
  { phase: 'settle', at: after(8) },
  { phase: 'collect', at: after(13.2) },
  { phase: 'undo', at: after(13.6) },
] as const;

const observers = [
  { observer: 'rules-api', ok: true, detail: '162 polls, none failed' },
  { observer: 'alerts-series', ok: true, detail: '2 series' },
  { observer: 'alertmanager-api', ok: true, detail: '98 polls, none failed' },
  { observer: 'event-recorder', ok: true, detail: '4 events' },
  { observer: 'sink', ok: true, detail: '2 notifications' },
] as const;

/** Builds the verdict on an alert that went through all its transitions in time. */
export const heldVerdict = (alertname: string): JudgedDrill['verdict'] => {
  const timed = timedChecksOf(alertname);
  const told = timed.filter(({ transition }) => transition === 'notified' || transition === 'resolvedNotified');
  return { outcome: 'held', reasons: told.map(({ message }) => message), checks: [...timed, ...evidenceChecks] };
};

/** Builds `alerts/cano-collector-down` as it holds, changed by `changes`; the plan follows id, title, system and case. */
export const sampleDrill = (changes: Partial<JudgedDrill> = {}): JudgedDrill => {
  const drill: JudgedDrill = {
    id: 'alerts/cano-collector-down',
    title: 'The collector is down',
    system: 'cano-collector',
    case: 'positive',
    plan: samplePlan(),
    startedAt: after(-6.4),
    endedAt: after(14.9),
    phases,
    fault: {
      title: 'the collector is frozen, so that its listener accepts and never answers',
      requested: after(0),
      from: after(0),
      effective: after(0.3),
      removing: after(5),
      removed: after(5.2),
      proof: 'GET /metrics did not answer within 200 ms, three times',
    },
    sightings: sightingsOf('CanoCollectorDown', downSeen),
    expressions: [],
    observers,
    machine: { stallMs: 14, missedEvaluations: 0, failedScrapes: 0 },
    failure: undefined,
    skipped: undefined,
    verdict: heldVerdict('CanoCollectorDown'),
    ...changes,
  };
  const { id, title, system, case: caseName } = drill;
  return drill.plan === undefined ? drill : { ...drill, plan: { ...drill.plan, id, title, system, case: caseName } };
};
