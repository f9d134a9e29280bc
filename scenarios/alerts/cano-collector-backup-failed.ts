import { canoCollector } from '../../fixtures/systems/cano-collector/system.ts';
import {
  ageFile,
  ageTerms,
  alertDrills,
  blockFolder,
  together,
  type FaultShape,
  type RunningRule,
} from '../../harness/index.ts';

/** How long before the threshold the fault begins, so that a healthy state is seen first. */
const remainingMs = 2_000;
/** The collector's backup interval in its fixture, and as long again for the backup itself. */
const refreshMs = 2_000;

/** Alerts that arrive as ever beside what is broken. */
const trafficPerSecond = 1;

const blocked = blockFolder({
  path: 'backup',
  title: 'backups fail: a file stands where their folder was',
  failureMetric: 'cano_backup_failures_total',
  metWithinMs: 10_000,
});

const lastBackup = (ageMs: number) =>
  ageFile({ path: 'data/last-backup', ageMs, title: 'the last backup is old', renew: false });

/** Backups fail, and the last one is that old already; in real time it becomes that old by waiting. */
const failing = ({ speed, threshold }: RunningRule, share = 1): FaultShape => {
  const thresholdMs = threshold * 1000;
  if (speed === 1) return { fault: blocked, ...ageTerms({ remainingMs: thresholdMs, refreshMs }) };
  const ageMs = share * thresholdMs - remainingMs;
  return {
    fault: together('backups fail, and the last one is old', [blocked, lastBackup(ageMs)]),
    ...ageTerms({ remainingMs, refreshMs }),
    aged: `the last good backup was dated ${(ageMs / 3_600_000).toFixed(2)} h back`,
  };
};

const absent = `groups:
  - name: corrected
    rules:
      - alert: CorrectedBackupFailed
        expr: absent(cano_backup_last_success_timestamp)
        for: 10m
        labels: { severity: warning }
`;

export const canoCollectorBackupFailed = alertDrills({
  name: 'cano-collector-backup-failed',
  system: canoCollector,
  alertId: 'cano.alert.CanoCollectorBackupFailed',
  positive: {
    title: 'backups that fail are noticed',
    trafficPerSecond,
    disturb: (rule) => failing(rule),
    finding: {
      id: 'cano.defect.backup-alert-25h',
      documented: 'the description says that no backup has completed in 24 hours',
      shown: 'the alert is pending at 24 hours and fires an hour later',
    },
  },
  justUnder: {
    title: 'a backup of four fifths of the age',
    trafficPerSecond,
    disturb: (rule) => failing(rule, 0.8),
  },
  shorterThanFor: {
    title: 'a backup that succeeds in time is pending and no more',
    trafficPerSecond,
    disturb: (rule) => ({ ...failing(rule), holdMs: rule.forMs / 2 }),
  },
  findings: {
    'no-metric': {
      title: 'a collector without the backup metric is noticed only by a corrected rule',
      trafficPerSecond,
      env: { BACKUP_DIR: '' },
      correctedRules: absent,
      documented: 'silent',
      corrected: { alertname: 'CorrectedBackupFailed', behaviour: 'fires' },
      finding: {
        id: 'cano.defect.backup-metric-not-exposed',
        documented: 'CanoCollectorBackupFailed says that no backup has completed in 24 hours',
        shown: 'no document says who exposes the metric; without it the alert stays silent, and `absent(…)` fires',
      },
    },
  },
});
