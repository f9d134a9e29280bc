import type { DocumentSuite } from '../../harness/index.ts';
import { changed, lines, shell } from './forms.ts';

const documented = lines('003', '244-274', {
  replace: [
    ['/app/', 'app/'],
    ['"/backup/', '"$PWD/backup/'],
  ],
});
const strict = changed(documented, [
  'if [ -f',
  'set -euo pipefail\nif [ ! -s app/data/k8s_metrics.db ]; then exit 1; fi\nif [ -f',
]);
const fakeSqlite = { 'stubs/sqlite3': '#!/bin/sh\nf=${2#.backup }; cp "$1" "$f"\n' };
const database = { 'app/data/k8s_metrics.db': 'rows' };
const fullDisk = { ...fakeSqlite, ...database, 'stubs/tar': '#!/bin/sh\necho "No space left on device" >&2; exit 2\n' };
const left = 'echo "left $(find "$BACKUP_DIR" -type f | wc -l)"';
const job = lines('003', '300', {
  replace: [
    ['/data/', 'data/'],
    ['/backup/', 'backup/'],
  ],
  within: { before: 'mkdir data backup\n', after: 'echo "status $?"; sqlite3 backup/*.db .tables; ls data\n' },
});
const both = lines('003', '300', {
  replace: job.replace ?? [],
  within: { before: 'sh before.sh\n', after: 'sh after.sh\n' },
});
/** The script's own layout, which it has backed up before the job begins. */
const layout = {
  'backup.sh': documented,
  'before.sh':
    'mkdir -p data backup app/data\nsqlite3 app/data/k8s_metrics.db "CREATE TABLE pods (name)"\nbash backup.sh\n',
  'after.sh':
    'tar -xzf backup/k8s-resource-monitor/*.tar.gz\n' +
    'echo "script: $(sqlite3 2*/k8s_metrics.db .tables)"; echo "job: $(sqlite3 backup/*.db .tables)"\n',
};
const nightly = lines('003', '300', {
  replace: job.replace ?? [],
  within: {
    before:
      'mkdir data backup; sqlite3 data/k8s_metrics.db "CREATE TABLE pods (name)"\ntouch -d "-400 days" backup/k8s_metrics_old.db\n',
    after: 'echo "status $?"; ls backup\n',
  },
});
const integrity = lines('003', '475', {
  replace: [['/app/data/', 'data/']],
  within: { before: 'mkdir data\n', after: 'echo "status $?"; ls data\n' },
});
const old = 'mkdir -p "$BACKUP_DIR"; touch -d "-7 days -12 hours" "$BACKUP_DIR/old.tar.gz"\n';
const retention = lines('003', '245,248,272', {
  replace: [
    ['"/backup/', '"$PWD/backup/'],
    ['find ', `${old}find `],
  ],
  within: { after: 'ls "$BACKUP_DIR"\n' },
});

/** What the documented backups of k8s-resource-monitor leave behind. */
export const k8sResourceMonitorBackup: DocumentSuite = {
  checks: [
    {
      finding: 'k8smon.defect.backup-script-false-success',
      shows: 'without a database the script exits 0 and says that it is complete; one that looks for it fails',
      documented: shell(
        { program: 'bash', needs: ['tar'], script: documented },
        { status: 'accepted', says: 'Backup completed' },
      ),
      corrected: shell(
        { program: 'bash', needs: ['tar'], script: strict },
        { status: 'refused', saysNot: 'Backup completed' },
      ),
    },
    {
      finding: 'k8smon.defect.backup-script-deletes-on-tar-failure',
      shows: 'tar fails, and nothing is left, with exit 0; a strict script keeps the copy and fails',
      documented: shell(
        { program: 'bash', script: { ...documented, within: { before: `trap '${left}' EXIT\n` } }, files: fullDisk },
        { status: 'accepted', says: 'Backup completed.*left 0' },
      ),
      corrected: shell(
        { program: 'bash', script: { ...strict, within: { before: `trap '${left}' EXIT\n` } }, files: fullDisk },
        { status: 'refused', says: 'left 1', saysNot: 'Backup completed' },
      ),
    },
    {
      finding: 'k8smon.defect.backup-includes-env-secrets',
      shows: 'the archive holds the credentials; without that line it does not',
      documented: shell(
        {
          program: 'bash',
          needs: ['tar'],
          script: { ...documented, within: { after: 'tar -xzOf "$BACKUP_DIR"/*.tar.gz\n' } },
          files: { ...fakeSqlite, ...database, 'app/.env': 'PASSWORD=hunter2\n' },
        },
        { status: 'accepted', says: 'hunter2' },
      ),
      corrected: shell(
        {
          program: 'bash',
          needs: ['tar'],
          script: {
            ...changed(documented, ['cp app/.env', ': app/.env']),
            within: { after: 'tar -xzOf "$BACKUP_DIR"/*.tar.gz\n' },
          },
          files: { ...fakeSqlite, ...database, 'app/.env': 'PASSWORD=hunter2\n' },
        },
        { status: 'accepted', says: 'rows', saysNot: 'hunter2' },
      ),
    },
    {
      finding: 'k8smon.defect.backup-cronjob-empty-db',
      shows: 'without a database the job backs up an empty one with exit 0; opened as one that exists it fails',
      documented: shell({ program: 'sh', needs: ['sqlite3'], script: job }, { says: 'status 0\nk8s_metrics.db$' }),
      corrected: shell(
        {
          program: 'sh',
          needs: ['sqlite3'],
          script: changed(job, ['sqlite3 data/k8s_metrics.db', 'sqlite3 "file:data/k8s_metrics.db?mode=rw"']),
        },
        { says: 'unable to open', saysNot: 'status 0' },
      ),
    },
    {
      finding: 'k8smon.defect.backup-two-layouts',
      shows: "where the script finds the database the job backs up an empty one; with the script's path both have it",
      documented: shell(
        { program: 'sh', needs: ['sqlite3', 'tar'], script: both, files: layout },
        { status: 'accepted', says: 'script: pods\njob: $' },
      ),
      corrected: shell(
        {
          program: 'sh',
          needs: ['sqlite3', 'tar'],
          script: changed(both, ['sqlite3 data/', 'sqlite3 app/data/']),
          files: layout,
        },
        { status: 'accepted', says: 'script: pods\njob: pods' },
      ),
    },
    {
      finding: 'k8smon.defect.backup-cronjob-no-retention',
      shows: 'a backup of 400 days is still there after the job; with the deletion of the script it is gone',
      documented: shell(
        { program: 'sh', needs: ['sqlite3'], script: nightly },
        { status: 'accepted', says: 'status 0.*k8s_metrics_2.*k8s_metrics_old' },
      ),
      corrected: shell(
        {
          program: 'sh',
          needs: ['sqlite3'],
          script: changed(nightly, ['.db"', '.db" && find backup -name "*.db" -mtime +7 -delete']),
        },
        { status: 'accepted', says: 'status 0.*k8s_metrics_2', saysNot: 'k8s_metrics_old' },
      ),
    },
    {
      finding: 'k8smon.defect.integrity-check-missing-file',
      shows:
        'on a missing database the check says ok and makes the file; opened as one that exists it says that it is not there',
      documented: shell({ program: 'sh', needs: ['sqlite3'], script: integrity }, { says: 'ok\nstatus 0' }),
      corrected: shell(
        {
          program: 'sh',
          needs: ['sqlite3'],
          script: changed(integrity, ['sqlite3 data/k8s_metrics.db', 'sqlite3 "file:data/k8s_metrics.db?mode=rw"']),
        },
        { says: 'unable to open', saysNot: 'ok\n' },
      ),
    },
    {
      finding: 'k8smon.defect.backup-retention-boundary',
      shows: 'an archive of seven and a half days is kept; counted from six it is not',
      documented: shell({ program: 'bash', script: retention }, { status: 'accepted', says: 'old.tar.gz' }),
      corrected: shell(
        { program: 'bash', script: changed(retention, ['+$RETENTION_DAYS', '+$((RETENTION_DAYS - 1))']) },
        { status: 'accepted', saysNot: 'old.tar.gz' },
      ),
    },
    {
      finding: 'k8smon.defect.diagnostics-swallows',
      shows: 'nothing can be collected and the script exits 0 with its message; a strict one fails',
      documented: shell(
        { program: 'bash', script: lines('003', '525-552'), files: { 'stubs/kubectl': '#!/bin/sh\nexit 1\n' } },
        { status: 'accepted', says: 'information collected' },
      ),
      corrected: shell(
        {
          program: 'bash',
          script: lines('003', '525-552', { replace: [['NAMESPACE="monitoring"', 'set -e\nNAMESPACE="monitoring"']] }),
          files: { 'stubs/kubectl': '#!/bin/sh\nexit 1\n' },
        },
        { status: 'refused', saysNot: 'information collected' },
      ),
    },
  ],
};
