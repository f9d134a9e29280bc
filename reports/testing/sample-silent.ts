import type { JudgedDrill, Plan } from '../../harness/contract/index.ts';
import { after, downSeen, evidenceChecks, plainCheck } from './sample-bounds.ts';
import { heldVerdict, sampleDrill } from './sample-drill.ts';
import { healthyPlan, samplePlan } from './sample-plan.ts';
import { sightingsOf } from './sample-sightings.ts';

const errorRate = {
  alertId: 'cano.alert.CanoCollectorHighErrorRate',
  alertname: 'CanoCollectorHighErrorRate',
  source: { document: '000_3a1910ff397045e5.txt', section: 'Alerting Rules', lines: '80-87' },
} satisfies Partial<Plan>;

const expecting = (alertname: string, behaviour: 'silent' | 'pending-only'): Plan['expectations'] => [
  { alertname, behaviour, timed: false, form: 'documented' },
];

/** Builds a drill in which the alert is pending and does not fire. */
export const shorterThanForDrill = (): JudgedDrill =>
  sampleDrill({
    id: 'alerts/cano-collector-down/shorter-than-for',
    title: 'The collector is down for less than the rule waits',
    case: 'shorter-than-for',
    plan: samplePlan({ expectations: expecting('CanoCollectorDown', 'pending-only') }),
    sightings: sightingsOf('CanoCollectorDown', { pending: 0.6, cleared: 1.4 }),
    verdict: {
      outcome: 'held',
      reasons: [],
      checks: [
        plainCheck('CanoCollectorDown stays silent', 'CanoCollectorDown: expected to stay silent, and did'),
        {
          name: 'CanoCollectorDown pending',
          alertname: 'CanoCollectorDown',
          outcome: 'held',
          message: 'CanoCollectorDown: expected to be pending, seen at +0.60 s',
          transition: 'pending',
          observed: after(0.6),
        },
        ...evidenceChecks,
      ],
    },
  });

/** Builds a drill whose expression stays just under its threshold. */
export const justUnderDrill = (): JudgedDrill =>
  sampleDrill({
    id: 'alerts/cano-collector-high-error-rate/just-under',
    title: 'Errors come slightly slower than the threshold',
    case: 'just-under',
    plan: samplePlan({
      ...errorRate,
      expectations: expecting(errorRate.alertname, 'silent'),
      speed: { requested: 120, effective: 10, decidedBy: 'threshold × window holds at least 3 events' },
    }),
    sightings: [],
    expressions: [{ alertname: errorRate.alertname, threshold: 0.1, max: 0.08342, samples: 96 }],
    verdict: {
      outcome: 'held',
      reasons: [],
      checks: [
        plainCheck(
          'CanoCollectorHighErrorRate near its threshold',
          'CanoCollectorHighErrorRate: expected 60.0 % to under 100.0 % of the threshold, seen at most 83.4 % (0.08342 of 0.1)',
        ),
        ...evidenceChecks,
      ],
    },
  });

/** Builds a drill that is met by something older than the run. */
export const agedDrill = (): JudgedDrill =>
  sampleDrill({
    id: 'alerts/cano-collector-backup-failed',
    title: 'The last backup is 25 hours old',
    plan: samplePlan({
      alertId: 'cano.alert.CanoCollectorBackupFailed',
      alertname: 'CanoCollectorBackupFailed',
      source: {
        document: '001_fd7521051bd20d91.txt',
        section: 'Automated Maintenance > Monitoring Alerts',
        lines: '322-329',
      },
      aged: 'the last successful backup is given as 25 h before the run',
      expectations: [
        { alertname: 'CanoCollectorBackupFailed', behaviour: 'fires-and-clears', timed: true, form: 'documented' },
      ],
    }),
    sightings: sightingsOf('CanoCollectorBackupFailed', downSeen),
    verdict: heldVerdict('CanoCollectorBackupFailed'),
  });

/** Builds the run of a system in which nothing is wrong. */
export const healthyDrill = (): JudgedDrill => {
  const plan = healthyPlan();
  return sampleDrill({
    id: plan.id,
    title: plan.title,
    case: 'healthy',
    plan,
    fault: undefined,
    sightings: [],
    verdict: {
      outcome: 'held',
      reasons: [],
      checks: [
        ...plan.rules.map((rule) => plainCheck(`${rule} stays silent`, `${rule}: expected to stay silent, and did`)),
        ...evidenceChecks,
      ],
    },
  });
};

const claim = {
  id: 'cano.defect.down-alert-absent',
  documented: 'CanoCollectorDown fires when the collector pod is not running.',
  shown:
    'With the pod deleted its target goes too, so `up == 0` matches nothing and the alert stays silent; absent() fires.',
};

/** Builds a drill that proves a documented mistake, with the corrected rule beside the documented one. */
export const findingDrill = (): JudgedDrill => {
  const corrected = 'CanoCollectorDownCorrected';
  return sampleDrill({
    id: 'alerts/cano-collector-down/finding/down-alert-absent',
    title: 'The collector is deleted, and its target with it',
    case: 'finding',
    plan: samplePlan({
      finding: claim,
      fault: 'the collector is killed and withdrawn from service discovery',
      expectations: [
        ...expecting('CanoCollectorDown', 'silent'),
        { alertname: corrected, behaviour: 'fires-and-clears', timed: true, form: 'corrected' },
      ],
    }),
    sightings: sightingsOf(corrected, downSeen),
    verdict: {
      outcome: 'held',
      reasons: heldVerdict(corrected).reasons,
      checks: [
        plainCheck('CanoCollectorDown stays silent', 'CanoCollectorDown: expected to stay silent, and did'),
        ...heldVerdict(corrected).checks,
      ],
      finding: { ...claim, drill: 'alerts/cano-collector-down/finding/down-alert-absent', proven: true },
    },
    endedAt: after(15.4),
  });
};
