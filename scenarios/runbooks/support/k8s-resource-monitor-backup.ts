import type { Rehearsal } from '../../../harness/index.ts';
import { accepted, refused, run, step } from './forms.ts';
import { inMonitor } from './k8s-resource-monitor-commands.ts';
import { collected, noBackups } from './k8s-resource-monitor-database.ts';

const hasPods = `sqlite3 restored.db 'PRAGMA integrity_check; SELECT count(*) FROM pods WHERE name LIKE "k8s-resource-monitor-%"'`;
const archived = `${inMonitor} sh -c 'cat /backup/k8s-resource-monitor/*.tar.gz'`;

/** Backups of k8s-resource-monitor, each proven by what it restores. */
export const monitorBackupRehearsals: readonly Rehearsal[] = [
  {
    procedure: 'k8smon.proc.backup.script',
    tools: ['sqlite3'],
    findings: [
      'k8smon.defect.backup-script-false-success',
      'k8smon.defect.backup-includes-env-secrets',
      'k8smon.defect.backup-retention-boundary',
    ],
    before: [
      noBackups,
      collected,
      run(
        'there is an archive of seven days and a half',
        `${inMonitor} sh -c 'mkdir /backup/k8s-resource-monitor && touch -d "-7 days -12 hours" /backup/k8s-resource-monitor/old.tar.gz'`,
        accepted(),
      ),
    ],
    good: [
      run(
        'the archive gives the pods back',
        `${archived} | tar -xzO --wildcards '*/k8s_metrics.db' > restored.db && ${hasPods}`,
        accepted('^ok\\s^[1-9]'),
      ),
      run('it holds no password', `${archived} | tar -xzO`, { status: 'accepted', saysNot: 'hunter2' }),
      run('only it is left', `${inMonitor} ls /backup/k8s-resource-monitor`, {
        status: 'accepted',
        says: 'tar.gz',
        saysNot: 'old',
      }),
    ],
    documented: [
      step(1, accepted('Database backup created.*Backup completed.*sqlite3: command not found'), {
        file: 'backup.sh',
        run: `${inMonitor} bash < backup.sh`,
      }),
      run(
        'the archive holds the password, and no database',
        `${inMonitor} sh -c 'tar -xzvOf /backup/k8s-resource-monitor/2*.tar.gz'`,
        {
          status: 'accepted',
          says: 'hunter2',
          saysNot: 'k8s_metrics.db',
        },
      ),
    ],
    corrected: [
      step(1, accepted('Database backup created.*Backup completed'), {
        file: 'backup.sh',
        run: `${inMonitor} bash < backup.sh`,
        replace: [
          ['#!/bin/bash\n', '#!/bin/bash\nset -euo pipefail\numask 077\n'],
          [
            'if [ -f "/app/data/k8s_metrics.db" ]',
            'if [ ! -s /app/data/k8s_metrics.db ]; then echo "no database" >&2; exit 1; fi\nif [ -f "/app/data/k8s_metrics.db" ]',
          ],
          [
            'sqlite3 /app/data/k8s_metrics.db ".backup $BACKUP_PATH/k8s_metrics.db"',
            `node -e 'const { backup, DatabaseSync } = require("node:sqlite"); backup(new DatabaseSync("/app/data/k8s_metrics.db", { readOnly: true }), process.argv[1])' "$BACKUP_PATH/k8s_metrics.db"`,
          ],
          ['cp /app/.env', ': /app/.env'],
          ['+$RETENTION_DAYS', '+$((RETENTION_DAYS - 1))'],
        ],
      }),
      run('without a database it fails, and says so', `sed 's#/app/data/#/app/none/#g' backup.sh | ${inMonitor} bash`, {
        status: 'refused',
        says: 'no database',
        saysNot: 'Backup completed',
      }),
    ],
  },
  {
    procedure: 'k8smon.proc.backup.cronjob',
    tools: ['sqlite3', 'yq'],
    findings: [
      'k8smon.defect.cronjob-apk-internet',
      'k8smon.defect.backup-cronjob-no-retention',
      'k8smon.defect.backup-cronjob-empty-db',
    ],
    files: {
      'no-internet.yaml': `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: no-internet, namespace: monitoring }
spec:
  podSelector: { matchExpressions: [{ key: job-name, operator: Exists }] }
  policyTypes: [Egress]
`,
    },
    before: [
      noBackups,
      collected,
      run('jobs have no way out', 'kubectl apply -f no-internet.yaml', accepted()),
      run('there is a backup of 400 days', `${inMonitor} touch -d '-400 days' /backup/k8s_metrics_old.db`, accepted()),
    ],
    good: [
      run(
        'the backup gives the pods back',
        `${inMonitor} sh -c 'cat /backup/k8s_metrics_2*.db' > restored.db && ${hasPods}`,
        accepted('^ok\\s^[1-9]'),
      ),
      run('the backup of 400 days is gone', `${inMonitor} ls /backup`, {
        status: 'accepted',
        says: 'k8s_metrics_2',
        saysNot: 'old',
      }),
    ],
    documented: [
      step(1, accepted('cronjob.batch/k8s-monitor-backup created'), { file: 'cronjob.yaml' }),
      run('it is two o’clock', 'kubectl create job at-two --from=cronjob/k8s-monitor-backup -n monitoring', accepted()),
      run(
        'without the Internet it does not come to an end',
        'kubectl wait job/at-two -n monitoring --for=condition=complete --timeout=15s',
        refused('timed out'),
      ),
    ],
    corrected: [
      step(1, accepted('cronjob.batch/k8s-monitor-backup created'), {
        file: 'cronjob.yaml',
        run: `sed -i "s#MONITOR_IMAGE#$(kubectl get deployment k8s-resource-monitor -n monitoring -o jsonpath='{.spec.template.spec.containers[0].image}')#" cronjob.yaml && kubectl apply -f cronjob.yaml`,
        replace: [
          ['alpine:3.18', 'MONITOR_IMAGE'],
          ['apk add --no-cache sqlite', 'set -eu'],
          [
            'sqlite3 /data/k8s_metrics.db ".backup /backup/k8s_metrics_$(date +%Y%m%d_%H%M%S).db"',
            'DATA_DIR=/data BACKUP_DIR=/backup node /app/collector-under-test/k8s-resource-monitor/backup/main.ts && find /backup -name "*.db" -mtime +7 -delete',
          ],
        ],
      }),
      run('it is two o’clock', 'kubectl create job at-two --from=cronjob/k8s-monitor-backup -n monitoring', accepted()),
      run(
        'it comes to an end',
        'kubectl wait job/at-two -n monitoring --for=condition=complete --timeout=50s',
        accepted(),
      ),
      run(
        'where it finds no database it fails',
        `kubectl create job elsewhere --from=cronjob/k8s-monitor-backup -n monitoring --dry-run=client -o yaml | sed 's#DATA_DIR=/data#DATA_DIR=/elsewhere#; s#restartPolicy: OnFailure#restartPolicy: Never#' | yq '.spec.backoffLimit = 0' | kubectl apply -f - &&
kubectl wait job/elsewhere -n monitoring --for=condition=failed --timeout=50s && kubectl logs job/elsewhere -n monitoring`,
        accepted('no backup: /elsewhere/k8s_metrics.db cannot be opened'),
      ),
    ],
  },
];
