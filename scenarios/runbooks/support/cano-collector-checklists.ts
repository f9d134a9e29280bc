import type { Rehearsal } from '../../../harness/index.ts';
import { delivers, healthyLog } from './cano-collector-site.ts';
import { accepted, run, step } from './forms.ts';

const daily = 'cano.proc.daily.health-checks';
const weekly = 'cano.proc.weekly.resource-usage';
const since = [['--since=7d', '--since=168h --tail=-1']] as const;
const backedUp = run('the backup has the configuration', 'cat backup-*.yaml', accepted('ops-webhook'));
const versionOf = [
  ['-- cano-collector --version', '-- node /app/collector-under-test/cano-collector/main.ts --version'],
] as const;

/** Checklists, executed by the procedures that their items stand for. */
export const checklistRehearsals: readonly Rehearsal[] = [
  {
    procedure: 'cano.proc.checklist.daily',
    tools: ['curl'],
    findings: ['cano.defect.port-forward-race', 'cano.defect.grep-exit-status'],
    before: [healthyLog],
    documented: [
      step(1, accepted('1/1 +Running'), { of: daily }),
      step(3, { status: 'refused', says: 'connect' }, { of: daily }),
      step(4, { status: 1 }, { of: daily }),
      step(1, accepted('^cano_alerts_received_total'), { of: 'cano.proc.daily.metrics-review' }),
    ],
    corrected: [
      step(1, accepted('1/1 +Running'), { of: daily }),
      step(3, accepted('"status":"ok"'), {
        of: daily,
        replace: [['curl http', 'curl --retry 20 --retry-connrefused --retry-delay 1 http']],
      }),
      step(4, accepted(), { of: daily, replace: [['| grep -i error', '| (! grep -i error)']] }),
      step(1, accepted('^cano_alerts_received_total'), { of: 'cano.proc.daily.metrics-review' }),
    ],
  },
  {
    procedure: 'cano.proc.checklist.weekly',
    tools: ['yq'],
    findings: ['cano.defect.since-7d-invalid', 'cano.defect.exec-tools-in-image'],
    before: [healthyLog],
    documented: [
      step(1, accepted(), { of: 'cano.proc.weekly.configuration-review' }),
      backedUp,
      step(3, { status: 1, says: 'invalid argument "7d"' }, { of: 'cano.proc.weekly.log-analysis' }),
      step(3, { says: 'not found|no such file' }, { of: weekly }),
      step(2, accepted('ops-webhook'), { of: 'cano.proc.weekly.configuration-review' }),
    ],
    corrected: [
      step(1, accepted(), { of: 'cano.proc.weekly.configuration-review' }),
      backedUp,
      step(3, { status: 1, saysNot: 'invalid|error' }, { of: 'cano.proc.weekly.log-analysis', replace: since }),
      step(3, accepted('^[1-9]'), { of: weekly, replace: [['netstat -an', 'cat /proc/net/tcp /proc/net/tcp6']] }),
      step(2, accepted('ops-webhook'), { of: 'cano.proc.weekly.configuration-review' }),
    ],
  },
  {
    procedure: 'cano.proc.checklist.monthly',
    tools: ['curl'],
    findings: ['cano.defect.secret-rotation-invalid-base64', 'cano.defect.backup-naming-inconsistent'],
    before: [
      delivers,
      run('backups are there', 'echo a > backup-20260101.yaml; echo b > secrets-20260101.yaml', accepted()),
    ],
    documented: [
      step(3, { status: 'refused', says: 'illegal base64' }, { of: 'cano.proc.monthly.security-review' }),
      step(3, accepted('_bucket'), { of: 'cano.proc.monthly.performance-analysis' }),
      step(
        2,
        { status: 0, says: 'backup-20260101', saysNot: 'secrets-' },
        { of: 'cano.proc.monthly.backup-verification' },
      ),
    ],
    corrected: [
      step(3, accepted('patched'), {
        of: 'cano.proc.monthly.security-review',
        replace: [['new-base64-encoded-value', 'aHR0cDovL3JlY2VpdmVyOjgwODAvc2VydmljZXMvbmV3']],
      }),
      step(3, accepted('_bucket'), { of: 'cano.proc.monthly.performance-analysis' }),
      step(2, accepted('secrets-20260101'), {
        of: 'cano.proc.monthly.backup-verification',
        replace: [['backup-*.yaml', 'backup-*.yaml secrets-*.yaml']],
      }),
    ],
  },
  {
    procedure: 'cano.proc.checklist.quarterly',
    findings: ['cano.defect.exec-tools-in-image', 'cano.defect.describe-grep-resources'],
    documented: [
      step(1, { status: 'refused', says: 'not found|no such file' }, { of: 'cano.proc.quarterly.upgrade-planning' }),
      step(2, { status: 1, saysNot: 'memory' }, { of: 'cano.proc.quarterly.capacity-planning' }),
    ],
    corrected: [
      step(1, accepted('^\\d+\\.\\d+\\.\\d+'), { of: 'cano.proc.quarterly.upgrade-planning', replace: versionOf }),
      step(2, accepted('memory: +512Mi'), {
        of: 'cano.proc.quarterly.capacity-planning',
        replace: [['-A 5 Resources', '-A 5 Limits']],
      }),
    ],
  },
];
