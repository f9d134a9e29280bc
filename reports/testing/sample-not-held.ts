import type { JudgedDrill } from '../../harness/contract/index.ts';
import { after, downBounds, downSeen, evidenceChecks, plainCheck, timedCheck, timedChecksOf } from './sample-bounds.ts';
import { sampleDrill } from './sample-drill.ts';
import { samplePlan } from './sample-plan.ts';
import { sightingsOf } from './sample-sightings.ts';

const late = { ...downSeen, notified: 9.4, resolvedNotified: 10.6 };

/** Builds a drill whose notification comes too late, and to which an alert comes that has no place in it. */
export const breachedDrill = (): JudgedDrill => {
  const alertname = 'CanoCollectorHighErrorRate';
  const extra =
    'expected no other alert than CanoCollectorHighErrorRate, CanoCollectorDestinationFailure, seen CanoCollectorHighLatency at +4.40 s';
  const checks = [
    ...timedChecksOf(alertname, late),
    plainCheck('nothing else fires', extra, 'breached'),
    ...evidenceChecks.slice(1),
  ];
  const reasons = checks.filter(({ outcome }) => outcome === 'breached').map(({ message }) => message);
  return sampleDrill({
    id: 'alerts/cano-collector-high-error-rate',
    title: 'Half of the alerts cannot be delivered',
    plan: samplePlan({
      alertId: 'cano.alert.CanoCollectorHighErrorRate',
      alertname: 'CanoCollectorHighErrorRate',
      source: { document: '000_3a1910ff397045e5.txt', section: 'Alerting Rules', lines: '80-87' },
      fault: 'the destination answers 500 to half of the requests',
      speed: { requested: 120, effective: 10, decidedBy: 'threshold × window holds at least 3 events' },
      expectations: [
        { alertname: 'CanoCollectorHighErrorRate', behaviour: 'fires-and-clears', timed: true, form: 'documented' },
      ],
      companions: { must: ['CanoCollectorDestinationFailure'], may: [] },
    }),
    sightings: [
      ...sightingsOf('CanoCollectorHighErrorRate', late),
      ...sightingsOf('CanoCollectorDestinationFailure', downSeen),
      ...sightingsOf('CanoCollectorHighLatency', {
        pending: 2.2,
        firing: 3.3,
        sent: 3.4,
        notified: 4.4,
        cleared: 7,
        resolvedNotified: 9.9,
      }),
    ],
    expressions: [{ alertname: 'CanoCollectorHighErrorRate', threshold: 0.1, max: 0.2471, samples: 104 }],
    verdict: { outcome: 'breached', reasons, checks },
  });
};

const failure = {
  code: 'FAULT_INEFFECTIVE',
  message: 'slow destination: expected a delivery that takes 8 s; got none in 10 s; → look at the log of the subject',
};

const logs = [
  {
    program: 'cano-collector',
    tail: '{"level":30,"msg":"listening","port":40123}\n{"level":40,"msg":"destination <slack> is slow & \u001b[31mretried\u001b[0m"}',
  },
];

/** Builds a drill in which the harness could not tell. */
export const erroredDrill = (): JudgedDrill =>
  sampleDrill({
    id: 'alerts/cano-collector-high-latency',
    title: 'The destination answers slowly',
    plan: samplePlan({
      alertId: 'cano.alert.CanoCollectorHighLatency',
      alertname: 'CanoCollectorHighLatency',
      source: { document: '000_3a1910ff397045e5.txt', section: 'Alerting Rules', lines: '89-96' },
      fault: 'the destination answers after 8 s',
      expectations: [
        { alertname: 'CanoCollectorHighLatency', behaviour: 'fires-and-clears', timed: true, form: 'documented' },
      ],
    }),
    fault: {
      title: 'the destination answers after 8 s',
      requested: after(0),
      from: undefined,
      effective: undefined,
      removing: undefined,
      removed: undefined,
      proof: undefined,
    },
    endedAt: after(10.3),
    phases: [
      { phase: 'start', at: after(-6.4) },
      { phase: 'steady', at: after(-1.6) },
      { phase: 'fault', at: after(-0.01) },
      { phase: 'undo', at: after(10) },
    ],
    sightings: [],
    observers: [
      { observer: 'rules-api', ok: true, detail: '41 polls, none failed' },
      { observer: 'event-recorder', ok: false, detail: 'the event log is empty' },
    ],
    failure,
    logs,
    verdict: { outcome: 'errored', reasons: [`${failure.code}: ${failure.message}`], checks: [] },
  });

/** Builds a drill that a stalled machine makes worthless. */
export const inconclusiveDrill = (): JudgedDrill => {
  const alertname = 'CanoCollectorConfigOld';
  const timed = timedChecksOf(alertname);
  const missed = timedCheck(alertname, downBounds.notified, 6.1);
  const note = 'the machine stalled for 4210 ms and Prometheus missed 3 evaluations';
  const stalled = { ...missed, outcome: 'inconclusive' as const, message: `${missed.message}; ${note}` };
  return sampleDrill({
    id: 'alerts/cano-collector-config-old',
    title: 'The configuration is 31 days old',
    plan: samplePlan({
      alertId: 'cano.alert.CanoCollectorConfigOld',
      alertname,
      aged: 'the configuration is dated 31 d before the run',
      expectations: [{ alertname, behaviour: 'fires-and-clears', timed: true, form: 'documented' }],
    }),
    machine: { stallMs: 4210, missedEvaluations: 3, failedScrapes: 0 },
    sightings: sightingsOf('CanoCollectorConfigOld', { ...downSeen, notified: 6.1 }),
    verdict: { outcome: 'inconclusive', reasons: [stalled.message], checks: [...timed.slice(0, 3), stalled] },
  });
};

/** Builds a drill that the environment cannot run. */
export const skippedDrill = (): JudgedDrill =>
  sampleDrill({
    id: 'alerts/cano-collector-down/network-partition',
    title: 'The collector is cut off',
    plan: undefined,
    startedAt: undefined,
    endedAt: undefined,
    phases: [],
    fault: undefined,
    sightings: [],
    observers: [],
    machine: undefined,
    skipped: 'the environment local cannot cut a network: networkPolicy is missing',
    verdict: { outcome: 'skipped', reasons: [], checks: [] },
  });
