import { cancelAll, image } from '../../fixtures/systems/freightliner/requests.ts';
import { freightliner } from '../../fixtures/systems/freightliner/system.ts';
import { agedBacklog, alertDrills, type FaultShape, type RunningRule } from '../../harness/index.ts';

/** Transfers that begin a second, so that what waited is a stream and not a burst; fewer are scheduled. */
const perSecond = 4;
const env = { STARTS_PER_SECOND: String(perSecond), SCHEDULE_INTERVAL_MS: '1000' };

/** The most that a transfer of the small images takes, in ms. */
const eventMs = 1_000;

/** Enough to go on until the alert is notified at the latest. */
const backlogS = 45;

// The subject is down while its work grows old.
const companions = { may: ['FreightlinerDown', 'ReplicationStopped'] };

/** Transfers resume from checkpoints that old; nobody waits for them, so they are aged at every speed. */
const resumed = ({ windowMs, threshold }: RunningRule, share: number): FaultShape => {
  const ageMs = share * threshold * 1_000;
  return {
    fault: agedBacklog({
      title: `transfers resume from checkpoints that are ${ageMs / 1_000} s old`,
      request: image,
      count: backlogS * perSecond,
      files: 'data/checkpoints/*/job.json',
      ageMs,
      cancel: cancelAll,
    }),
    crossing: [
      { name: 'resumed transfer', earliestMs: 0, latestMs: 1_000 / perSecond + eventMs },
      { name: 'window fill', earliestMs: 0, latestMs: windowMs },
    ],
    drain: [
      { name: 'resumed transfer', earliestMs: 0, latestMs: eventMs },
      { name: 'window drain', earliestMs: 0, latestMs: windowMs },
    ],
    aged: `the checkpoints of ${backlogS * perSecond} unfinished transfers were dated ${ageMs / 1_000} s back`,
  };
};
const late = 1.05;
/** With what the backlog takes on top, still in the bucket up to 240 s. */
const under = 0.62;

const corrected = `groups:
  - name: corrected
    rules:
      - alert: CorrectedReplicationDuration
        expr: |
          histogram_quantile(0.99, sum by (le) (rate(freightliner_replication_duration_seconds_bucket[5m]))) > 60
        for: 10m
        labels: { severity: critical }
`;

export const freightlinerReplicationDuration = alertDrills({
  name: 'freightliner-replication-duration',
  system: freightliner,
  alertId: 'freightliner.alert.HighReplicationDuration',
  positive: {
    title: 'replications that take longer than five minutes are noticed',
    env,
    companions,
    disturb: (rule) => resumed(rule, late),
  },
  justUnder: {
    title: 'replications that take less than five minutes',
    env,
    companions,
    disturb: (rule) => resumed(rule, under),
  },
  shorterThanFor: {
    title: 'a short spell of late replications is pending and no more',
    env,
    companions,
    disturb: (rule) => ({ ...resumed(rule, late), holdMs: rule.forMs / 10 }),
  },
  findings: {
    'missed-objective': {
      title: 'replications that miss the objective of a minute are noticed only by a corrected rule',
      env,
      companions,
      disturb: (rule) => resumed(rule, under),
      correctedRules: corrected,
      documented: 'silent',
      corrected: { alertname: 'CorrectedReplicationDuration', behaviour: 'fires-and-clears' },
      finding: {
        id: 'freightliner.defect.slo-latency-alert-gap',
        documented: 'the alert for 99 % of replications under 60 s is at a P95 over 300 s',
        shown: 'when every replication takes minutes, it stays silent; a P99 over the objective fires',
      },
    },
  },
});
