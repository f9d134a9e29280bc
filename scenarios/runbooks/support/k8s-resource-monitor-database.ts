import type { Rehearsal } from '../../../harness/index.ts';
import { accepted, refused, run, step } from './forms.ts';
import { health, inMonitor, isHealthy } from './k8s-resource-monitor-commands.ts';

const backUp = `${inMonitor} env DATA_DIR=/app/data BACKUP_DIR=/backup node /app/collector-under-test/k8s-resource-monitor/backup/main.ts`;
const newest = `${inMonitor} sh -c 'ls /backup/k8s_metrics_*.db | tail -n 1'`;
/** Nothing is left of what was backed up before. */
export const noBackups = run('there are no backups', `${inMonitor} sh -c 'rm -rf /backup/*'`, accepted());
/** Opens a database only where there is one; the image has no `sqlite3`. */
const ask = (path: string, query: string): string =>
  `${inMonitor} node -e 'const { DatabaseSync } = require("node:sqlite");
console.log(Object.values(new DatabaseSync("${path}", { readOnly: true }).prepare(process.argv[1]).get()).join(" "))' "${query}"`;
/** The monitor's database holds pods. */
export const collected = run(
  'pods are collected',
  ask('/app/data/k8s_metrics.db', 'SELECT count(*) FROM pods'),
  accepted('^[1-9]'),
  {
    withinMs: 30_000,
  },
);
/** Writes nonsense into the database's schema, which every connection sees at its next statement. */
const damage = `${inMonitor} node -e 'const { DatabaseSync } = require("node:sqlite");
const database = new DatabaseSync("/app/data/k8s_metrics.db", { timeout: 5000, defensive: false });
database.exec("PRAGMA writable_schema = ON");
database.prepare("UPDATE sqlite_schema SET sql = ? WHERE name = ?").run("damaged", "pods");
database.exec("PRAGMA schema_version = 999")'`;
const first = 'SELECT min(id) FROM collections';
const damaged = {
  title: 'the database is damaged',
  run: damage,
  seen: run(
    'the monitor says so',
    health,
    accepted('"database_status":"unhealthy"|no such|refused|ServiceUnavailable|503'),
    {
      withinMs: 30_000,
    },
  ),
} as const;
const backedUp = [
  noBackups,
  collected,
  run('there is a backup', backUp, accepted('^/backup/')),
  run('its first collection is known', `${ask('/app/data/k8s_metrics.db', first)} > first`, accepted()),
];
const restored = [
  isHealthy('database'),
  run(
    'the collections of the time before are there',
    `test "$(${ask('/app/data/k8s_metrics.db', first)})" = "$(cat first)" && ${ask('/app/data/k8s_metrics.db', 'PRAGMA integrity_check')}`,
    accepted('^ok$'),
  ),
];
/** Checks the newest backup and puts it in the place of the database and its journal, while nobody writes. */
const putBack = `const fs = require('node:fs'), { DatabaseSync } = require('node:sqlite');
const path = '/backup/' + fs.readdirSync('/backup').filter((name) => name.endsWith('.db')).sort().pop();
const backup = new DatabaseSync(path, { readOnly: true });
if (backup.prepare('PRAGMA integrity_check').get().integrity_check !== 'ok') throw new Error(path + ' is damaged');
if (backup.prepare('SELECT count(*) AS rows FROM pods').get().rows === 0) throw new Error(path + ' is empty');
for (const name of fs.readdirSync('/app/data')) fs.rmSync('/app/data/' + name);
fs.copyFileSync(path, '/app/data/k8s_metrics.db');
console.log('restored', path);
`;
const restorePod = `kubectl get deployment k8s-resource-monitor -n monitoring -o yaml | script=restore.js yq '
  .spec.template.spec as $spec | {
    "apiVersion": "batch/v1", "kind": "Job",
    "metadata": { "name": "restore", "namespace": "monitoring" },
    "spec": { "backoffLimit": 0, "template": { "spec": $spec } }
  } | del(.spec.template.spec.initContainers) | .spec.template.spec.restartPolicy = "Never"
    | del(.spec.template.spec.containers[0].readinessProbe)
    | .spec.template.spec.containers[0].command = ["node", "-e", load_str(strenv(script))]' > restore.yaml`;
/** What a restore takes: nobody writes, the backup is checked, database and journal are replaced, and it starts again. */
const restore = [
  run(
    'nobody writes',
    'kubectl scale deployment/k8s-resource-monitor -n monitoring --replicas=0 && kubectl wait --for=delete pod -l app=k8s-resource-monitor -n monitoring --timeout=60s',
    accepted(),
  ),
  run(
    'the newest backup is checked and takes the place of the database',
    `${restorePod} && kubectl apply -f restore.yaml && kubectl wait job/restore -n monitoring --for=condition=complete --timeout=50s && kubectl logs job/restore -n monitoring`,
    accepted('^restored /backup/k8s_metrics_'),
  ),
  run(
    'the monitor starts again',
    'kubectl scale deployment/k8s-resource-monitor -n monitoring --replicas=1 && kubectl rollout status deployment/k8s-resource-monitor -n monitoring --timeout=50s',
    accepted(),
  ),
];

/** Procedures for a database that is damaged. */
export const databaseRehearsals: readonly Rehearsal[] = [
  {
    procedure: 'k8smon.proc.backup.restore',
    tools: ['yq'],
    findings: ['k8smon.defect.restore-procedure-missing'],
    files: { 'restore.js': putBack },
    before: backedUp,
    fault: damaged,
    good: restored,
    state: health,
    documented: [],
    corrected: restore,
  },
  {
    procedure: 'k8smon.proc.troubleshoot.database',
    tools: ['yq'],
    findings: [
      'k8smon.defect.exec-tools-in-image',
      'k8smon.defect.integrity-check-missing-file',
      'k8smon.defect.restore-procedure-missing',
    ],
    files: { 'restore.js': putBack },
    before: backedUp,
    fault: damaged,
    good: restored,
    state: health,
    documented: [step(1, refused('"?sqlite3"?: executable file not found'))],
    corrected: [
      run(
        'the integrity of the database',
        ask('/app/data/k8s_metrics.db', 'PRAGMA integrity_check'),
        refused('not a database|malformed'),
      ),
      run(
        'one that is missing is not made',
        ask('/app/data/none.db', 'PRAGMA integrity_check'),
        refused('unable to open'),
      ),
      run(
        'whose the files are, and what is free',
        `${inMonitor} sh -c 'ls -l /app/data; df /app/data'`,
        accepted('k8s_metrics.db.*Available'),
      ),
      run('there is a backup', newest, accepted('^/backup/k8s_metrics_')),
      ...restore,
    ],
  },
];
