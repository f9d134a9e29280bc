import type { DocumentSuite } from '../../harness/index.ts';
import { kubectl, lines, shell } from './forms.ts';

const jsonLog =
  'for s in 1 2 3; do echo "{\\"time\\":\\"2026-01-01T00:00:0${s}Z\\",\\"level\\":\\"error\\",\\"message\\":\\"failed\\"}"; done';
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

/** What the other documented commands of cano-collector do when they are run: logs, metrics, secrets, the page itself. */
export const canoCollectorScripts: DocumentSuite = {
  checks: [
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
