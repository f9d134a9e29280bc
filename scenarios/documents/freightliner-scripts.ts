import type { DocumentSuite } from '../../harness/index.ts';
import { lines, shell } from './forms.ts';

/** Stands for Grafana: a folder, two dashboards, and 404 for what is none. */
const grafana = {
  'stubs/curl': `#!/bin/sh
for url; do :; done
case "$url" in
*/api/search) echo '[{"uid":"folder","type":"dash-folder"},{"uid":"a","type":"dash-db"},{"uid":"b","type":"dash-db"}]';;
*type=dash-db) echo '[{"uid":"a","type":"dash-db"},{"uid":"b","type":"dash-db"}]';;
*/uid/folder) echo '{"message":"Dashboard not found"}';;
*) echo "{\\"dashboard\\":{\\"uid\\":\\"\${url##*/}\\"}}";;
esac
`,
};
const exportAll = lines('004', '528-533', {
  within: { after: 'ls backup-*.json; cat backup-*.json; for f in backup-*.json; do jq -es length "$f"; done\n' },
});
const oneFileEach: [string, string] = [
  '  xargs -I {} curl -H "Authorization: Bearer $GRAFANA_API_KEY" \\\n  http://localhost:3000/api/dashboards/uid/{} > backup-{}.json',
  'xargs -I {} sh -c "curl http://localhost:3000/api/dashboards/uid/{} > backup-{}.json"',
];
const twoSeconds = 'sh forwards.sh > out 2>&1 & sleep 1; kill $!; cat out';
const blocks = { 'stubs/kubectl': '#!/bin/sh\necho "forwarding $4"\nexec sleep 2 > /dev/null 2>&1\n' };
const twice = {
  within: { before: 'groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n    labels:\n', indent: 6 },
};
const formula = (rate: number, disk: number): string =>
  `from math import floor\nneeded = 30 * 86400 * ${rate} * 2\nprint('needs', floor(needed / 1e9), 'GB, days in the disk', round(${disk}e9 / (${rate} * 2 * 86400), 1))\nraise SystemExit(needed > ${disk}e9)\n`;
const invalid = {
  'prometheus.yml': 'rule_files: [rules.yml]\n',
  'rules.yml': 'groups: [{name: a, rules: [{alert: A, expr: "rate("}]}]\n',
};
const notice = (groupWait: string): string => `groups:
- name: g
  rules:
  - {alert: A, expr: up == 0, for: 10m}
  - {record: noticed, expr: 'ALERTS{alertstate="firing"} offset ${groupWait}'}
`;

/** What the documented commands and settings of freightliner come to. */
export const freightlinerScripts: DocumentSuite = {
  checks: [
    {
      finding: 'freightliner.defect.grafana-export-single-file',
      shows:
        'all dashboards land in one file named backup-{}.json, which is no single JSON value; with a shell for each there is a file each',
      documented: shell(
        { program: 'sh', needs: ['jq', 'xargs'], script: exportAll, files: grafana },
        { says: '^backup-\\{\\}\\.json$.*^3$' },
      ),
      corrected: shell(
        { program: 'sh', needs: ['jq', 'xargs'], script: { ...exportAll, replace: [oneFileEach] }, files: grafana },
        { status: 'accepted', says: '^backup-a\\.json$', saysNot: '^[23]$' },
      ),
    },
    {
      finding: 'freightliner.defect.grafana-export-scope',
      shows: "a folder's error lands in the backup; a search for dashboards only leaves it out",
      documented: shell(
        { program: 'sh', needs: ['jq', 'xargs'], script: exportAll, files: grafana },
        { says: 'Dashboard not found' },
      ),
      corrected: shell(
        {
          program: 'sh',
          needs: ['jq', 'xargs'],
          script: { ...exportAll, replace: [['/api/search', '/api/search?type=dash-db']] },
          files: grafana,
        },
        { status: 'accepted', saysNot: 'not found' },
      ),
    },
    {
      finding: 'freightliner.defect.prereq-not-bash',
      shows: 'bash cannot parse the block; as comments it can',
      documented: shell(
        { program: 'bash', script: 'bash -n block.sh', files: { 'block.sh': lines('004', '256-264') } },
        { status: 'refused', says: 'syntax error' },
      ),
      corrected: shell(
        {
          program: 'bash',
          script: 'bash -n block.sh',
          files: { 'block.sh': lines('004', '256-264', { replace: [['- ', '# ']] }) },
        },
        { status: 'accepted' },
      ),
    },
    {
      finding: 'freightliner.defect.port-forward-blocks',
      shows: 'only the first of three forwards is started; in the background all are',
      documented: shell(
        { program: 'sh', script: twoSeconds, files: { ...blocks, 'forwards.sh': lines('004', '12-14') } },
        { says: 'svc/grafana', saysNot: 'prometheus|alertmanager' },
      ),
      corrected: shell(
        {
          program: 'sh',
          script: twoSeconds,
          files: {
            ...blocks,
            'forwards.sh': lines('004', '12-14', {
              replace: [
                ['0:3000', '0:3000 &'],
                ['0:9090', '0:9090 &'],
              ],
            }),
          },
        },
        { says: 'svc/alertmanager' },
      ),
    },
    {
      finding: 'freightliner.defect.storage-sizing',
      shows: "the document's formula needs 259 GB where 90 GB are documented; for 337 GB it fits",
      documented: shell(
        { program: 'python3', script: formula(50_000, 90) },
        { status: 'refused', says: 'needs 259 GB' },
      ),
      corrected: shell({ program: 'python3', script: formula(50_000, 337) }, { status: 'accepted' }),
    },
    {
      finding: 'freightliner.defect.slo-window-vs-retention',
      shows: '90 GB hold 10.4 days at the documented rate, and the window is 30; at a third of it they hold it',
      documented: shell({ program: 'python3', script: formula(50_000, 90) }, { status: 'refused', says: 'disk 10.4' }),
      corrected: shell({ program: 'python3', script: formula(16_000, 90) }, { status: 'accepted', says: 'disk 3' }),
    },
    {
      finding: 'freightliner.defect.reload-lifecycle-flag',
      shows: 'Prometheus refuses the reload; with the flag it takes it',
      documented: {
        run: { kind: 'prometheus', method: 'POST', path: '/-/reload' },
        expect: { status: 403, says: 'not enabled' },
      },
      corrected: {
        run: { kind: 'prometheus', flags: ['--web.enable-lifecycle'], method: 'POST', path: '/-/reload' },
        expect: { status: 200 },
      },
    },
    {
      finding: 'k8smon.defect.curl-I-405',
      shows: 'a healthy Prometheus refuses HEAD on /; on /-/healthy it answers 200',
      documented: { run: { kind: 'prometheus', method: 'HEAD', path: '/' }, expect: { status: 405 } },
      corrected: { run: { kind: 'prometheus', method: 'HEAD', path: '/-/healthy' }, expect: { status: 200 } },
    },
    {
      finding: 'freightliner.defect.invalid-status',
      shows: 'an invalid rule file gives no status but stops Prometheus; a valid one is listed',
      documented: {
        run: { kind: 'prometheus', files: invalid, method: 'GET', path: '/api/v1/rules' },
        expect: { status: 'refused', says: 'parse error' },
      },
      corrected: {
        run: {
          kind: 'prometheus',
          files: { ...invalid, 'rules.yml': 'groups: [{name: a, rules: [{alert: A, expr: up}]}]\n' },
          method: 'GET',
          path: '/api/v1/rules',
        },
        expect: { status: 200, says: '"name":"A"' },
      },
    },
    {
      finding: 'freightliner.defect.warning-latency',
      shows:
        '`for` of 10 min and a wait of 5 min leave 14 min without a notice; with a wait of 10 s it is there after 11',
      documented: {
        run: {
          kind: 'promql',
          rules: notice('5m'),
          series: { up: '0x40' },
          values: [
            { at: '14m', expr: 'sum(noticed)', value: 'none' },
            { at: '16m', expr: 'sum(noticed)', value: 1 },
          ],
        },
        expect: { status: 'accepted' },
      },
      corrected: {
        run: {
          kind: 'promql',
          rules: notice('10s'),
          series: { up: '0x40' },
          values: [{ at: '14m', expr: 'sum(noticed)', value: 1 }],
        },
        expect: { status: 'accepted' },
      },
    },
    {
      finding: 'freightliner.defect.metric-naming',
      shows: "promtool's lint refuses a gauge with the suffix of a histogram; without it takes it",
      documented: shell(
        {
          program: 'sh',
          script: 'promtool check metrics < page',
          files: {
            page: '# HELP freightliner_goroutines_count x\n# TYPE freightliner_goroutines_count gauge\nfreightliner_goroutines_count 1\n',
          },
        },
        { status: 'refused', says: '_count' },
      ),
      corrected: shell(
        {
          program: 'sh',
          script: 'promtool check metrics < page',
          files: {
            page: '# HELP freightliner_goroutines x\n# TYPE freightliner_goroutines gauge\nfreightliner_goroutines 1\n',
          },
        },
        { status: 'accepted' },
      ),
    },
    {
      finding: 'freightliner.defect.ha-snippet',
      shows: 'a YAML parser refuses the block, whose key `replicas` is there twice; one of the two it takes',
      documented: {
        run: { kind: 'rules', text: lines('004', '416-420', twice) },
        expect: { status: 'refused', says: '"replicas" already (defined|set)' },
      },
      corrected: { run: { kind: 'rules', text: lines('004', '419-420', twice) }, expect: { status: 'accepted' } },
    },
  ],
};
