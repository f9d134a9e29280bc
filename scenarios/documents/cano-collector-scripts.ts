import type { DocumentSuite } from '../../harness/index.ts';
import { lines, shell } from './forms.ts';

const job = lines('001', '307-308', { replace: [['/backup/', 'backup/']] });
/** Stands for kubectl where a finding is about what the script makes of its answers. */
const kubectl = (body: string): { 'stubs/kubectl': string } => ({ 'stubs/kubectl': `#!/bin/sh\n${body}\n` });
const noConfig = kubectl('case "$*" in *configmap*) echo forbidden >&2; exit 1;; esac\necho "kind: Secret"');
const jsonLog =
  'for s in 1 2 3; do echo "{\\"time\\":\\"2026-01-01T00:00:0${s}Z\\",\\"level\\":\\"error\\",\\"message\\":\\"failed\\"}"; done';
const applies = kubectl('while [ $# -gt 0 ]; do [ "$1" = -f ] && { cat "$2" && echo applied; exit $?; }; shift; done');
const restore = lines('001', '250');
const metrics = { 'stubs/curl': '#!/bin/sh\necho "cano_alerts_received_total 86400"\n' };
const destinations = 'destinations:\n  slack: {url: a}\n  never-used: {url: b}\n';

/** Counts the directives that docutils shows as text; 77 says that it is not there. */
const rendersCode = `import sys
try:
    from docutils.core import publish_string
except ImportError:
    print('needs docutils of Python')
    sys.exit(77)
page = publish_string(open('page.rst').read(), writer_name='html', settings_overrides={'report_level': 5})
print('literal directives', page.decode().count('.. code-block::'))
`;

/** What the documented commands of cano-collector do when they are run. */
export const canoCollectorScripts: DocumentSuite = {
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
      finding: 'cano.defect.since-7d-invalid',
      shows: 'kubectl refuses 7d; 168h it takes, and only then looks for a cluster',
      documented: shell(
        { program: 'sh', needs: ['kubectl'], script: 'kubectl logs -n monitoring -l app=cano-collector --since=7d' },
        { status: 'refused', says: 'invalid argument "7d" for "--since"' },
      ),
      corrected: shell(
        { program: 'sh', needs: ['kubectl'], script: 'kubectl logs -n monitoring -l app=cano-collector --since=168h' },
        { says: 'connect|refused', saysNot: 'invalid argument' },
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
    {
      finding: 'cano.defect.secret-rotation-invalid-base64',
      shows: 'the documented value is no base64; an encoded one is',
      documented: shell(
        {
          program: 'sh',
          script: lines('000', '377', {
            within: {
              before: 'set -- \\\n',
              after: 'echo "$1" | sed \'s/.*"slack-webhook":"\\([^"]*\\)".*/\\1/\' | base64 -d\n',
            },
          }),
        },
        { status: 'refused', says: 'invalid input' },
      ),
      corrected: shell(
        {
          program: 'sh',
          script: lines('000', '377', {
            within: {
              before: 'set -- \\\n',
              after: 'echo "$1" | sed \'s/.*"slack-webhook":"\\([^"]*\\)".*/\\1/\' | base64 -d\n',
            },
            replace: [['new-base64-encoded-value', 'bmV3']],
          }),
        },
        { status: 'accepted', says: '^new$' },
      ),
    },
    {
      finding: 'cano.defect.grep-exit-status',
      shows: 'a healthy log makes the check exit 1; asked the other way it exits 0',
      documented: shell(
        { program: 'sh', script: lines('001', '27'), files: kubectl('echo "all is well"') },
        { status: 1 },
      ),
      corrected: shell(
        {
          program: 'sh',
          script: lines('001', '27', { within: { before: '! ' } }),
          files: kubectl('echo "all is well"'),
        },
        { status: 'accepted' },
      ),
    },
    {
      finding: 'cano.defect.log-analysis-uniq-json',
      shows: 'one error three times is counted as three errors of one; by its message it is three of one',
      documented: shell(
        { program: 'sh', script: lines('001', '72'), files: kubectl(jsonLog) },
        { status: 'accepted', says: '^ *1 .*^ *1 .*^ *1 ' },
      ),
      corrected: shell(
        {
          program: 'sh',
          script: lines('001', '72', {
            replace: [['| sort | uniq -c', "| yq -p json -o y '.message' | grep -v -- --- | sort | uniq -c"]],
          }),
          files: kubectl(jsonLog),
        },
        { status: 'accepted', says: '^ *3 failed' },
      ),
    },
    {
      finding: 'cano.defect.metrics-review-not-rates',
      shows: 'the check of the rate prints a total; two of them apart give a rate',
      documented: shell(
        { program: 'sh', script: lines('001', '37'), files: metrics },
        { status: 'accepted', says: 'total 86400' },
      ),
      corrected: shell(
        {
          program: 'sh',
          script: 'a=$(curl | cut -d" " -f2); b=$(curl | cut -d" " -f2); echo "rate $(((b - a) / 1))"',
          files: {
            'stubs/curl':
              '#!/bin/sh\nn=$(cat n 2>/dev/null || echo 86400); echo $((n + 5)) > n; echo "cano_alerts_received_total $n"\n',
          },
        },
        { status: 'accepted', says: 'rate 5$' },
      ),
    },
    {
      finding: 'cano.defect.unused-destinations-check',
      shows: 'the check lists the used and the unused alike; compared with what was sent it names the unused one',
      documented: shell(
        {
          program: 'sh',
          script: lines('001', '62'),
          files: { ...kubectl('cat destinations.yaml'), 'destinations.yaml': destinations },
        },
        { status: 'accepted', says: 'slack.*never-used' },
      ),
      corrected: shell(
        {
          program: 'sh',
          script: lines('001', '62', {
            replace: [["yq eval '.destinations | keys'", "yq '.destinations | keys | .[]' | grep -vxf sent"]],
          }),
          files: { ...kubectl('cat destinations.yaml'), 'destinations.yaml': destinations, sent: 'slack\n' },
        },
        { status: 'accepted', says: '^never-used$', saysNot: 'slack' },
      ),
    },
    {
      finding: 'cano.defect.rst-commands-not-rendered',
      shows: 'docutils renders the recovery commands as text; with a blank line before them it renders code',
      documented: shell(
        { program: 'python3', script: rendersCode, files: { 'page.rst': lines('000', '233-247') } },
        { status: 'accepted', says: 'literal directives 2' },
      ),
      corrected: shell(
        {
          program: 'python3',
          script: rendersCode,
          files: {
            'page.rst': lines('000', '233-247', {
              replace: [['   .. code-block:: bash', '\n   .. code-block:: bash']],
            }),
          },
        },
        { status: 'accepted', says: 'literal directives 0' },
      ),
    },
  ],
};
