import type { DocumentSuite } from '../../harness/index.ts';
import { kubectl, lines, shell } from './forms.ts';

const job = lines('001', '307-308', { replace: [['/backup/', 'backup/']] });
const noConfig = kubectl('case "$*" in *configmap*) echo forbidden >&2; exit 1;; esac\necho "kind: Secret"');
const applies = kubectl('while [ $# -gt 0 ]; do [ "$1" = -f ] && { cat "$2" && echo applied; exit $?; }; shift; done');
const restore = lines('001', '250');

/** What the documented backup and restore of cano-collector do when they are run. */
export const canoCollectorBackup: DocumentSuite = {
  checks: [
    {
      finding: 'cano.defect.cronjob-no-volume-mount',
      shows: 'without the folder that nothing mounts both redirects fail; with it they do not',
      documented: shell(
        { program: 'sh', script: job, files: kubectl('echo "kind: Any"') },
        { status: 'refused', says: '(nonexistent|No such file)' },
      ),
      corrected: shell(
        { program: 'sh', script: { ...job, within: { before: 'mkdir backup\n' } }, files: kubectl('echo "kind: Any"') },
        { status: 'accepted' },
      ),
    },
    {
      finding: 'cano.defect.cronjob-masks-failure',
      shows: 'the configuration cannot be read and the job exits 0; with `set -e` it fails',
      documented: shell(
        { program: 'sh', script: { ...job, within: { before: 'mkdir backup\n' } }, files: noConfig },
        { status: 'accepted', says: 'forbidden' },
      ),
      corrected: shell(
        { program: 'sh', script: { ...job, within: { before: 'set -e\nmkdir backup\n' } }, files: noConfig },
        { status: 'refused', says: 'forbidden' },
      ),
    },
    {
      finding: 'cano.defect.restore-uses-todays-backup',
      shows: 'there is a backup of yesterday and the restore finds none; taking the newest it does',
      documented: shell(
        { program: 'sh', script: restore, files: { ...applies, 'backup-20200101.yaml': 'kind: ConfigMap\n' } },
        { status: 'refused', says: 'No such file' },
      ),
      corrected: shell(
        {
          program: 'sh',
          script: { ...restore, replace: [['backup-$(date +%Y%m%d).yaml', '$(ls backup-*.yaml | tail -n 1)']] },
          files: { ...applies, 'backup-20200101.yaml': 'kind: ConfigMap\n' },
        },
        { status: 'accepted', says: 'applied' },
      ),
    },
    {
      finding: 'cano.defect.backup-naming-inconsistent',
      shows: "the check of completeness lists no secrets' backup; by both names it does",
      documented: shell(
        {
          program: 'sh',
          script: lines('001', '144'),
          files: { 'backup-20260101.yaml': 'a', 'secrets-20260101.yaml': 'b' },
        },
        { status: 'accepted', says: 'backup-20260101', saysNot: 'secrets-20260101' },
      ),
      corrected: shell(
        {
          program: 'sh',
          script: lines('001', '144', { replace: [['backup-*.yaml', 'backup-*.yaml secrets-*.yaml']] }),
          files: { 'backup-20260101.yaml': 'a', 'secrets-20260101.yaml': 'b' },
        },
        { status: 'accepted', says: 'secrets-20260101' },
      ),
    },
    {
      finding: 'cano.defect.backup-secrets-plaintext',
      shows: 'base64 gives the secret back from the backup; from an encrypted one it does not',
      documented: shell(
        {
          program: 'sh',
          script: lines('000', '228', {
            within: { after: "sed -n 's/.*token: //p' backup-secrets.yaml | base64 -d\n" },
          }),
          files: kubectl('echo "  token: $(printf hunter2 | base64)"'),
        },
        { status: 'accepted', says: 'hunter2' },
      ),
      corrected: shell(
        {
          program: 'sh',
          needs: ['openssl'],
          script: lines('000', '228', {
            replace: [['-o yaml >', '-o yaml | openssl enc -aes-256-cbc -pbkdf2 -pass pass:key -a >']],
            within: { after: "sed -n 's/.*token: //p' backup-secrets.yaml | base64 -d\n" },
          }),
          files: kubectl('echo "  token: $(printf hunter2 | base64)"'),
        },
        { saysNot: 'hunter2' },
      ),
    },
  ],
};
