import type { Rehearsal } from '../../../harness/index.ts';
import { apiFiles, startApi } from './endpoint-statistics-exporter.ts';
import { accepted, refused, run, step } from './forms.ts';
import { startAlertmanager, startPrometheus, starts } from './local-stack.ts';
import { slackSink } from './slack-sink.ts';

const sink = starts('a stand-in for Slack listens', './start.sh slack / python3 slack.py');
const config = (more = ''): string => `global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: [rules.yml]
${more}scrape_configs: [{job_name: flask-api, static_configs: [{targets: ['127.0.0.1:EXPORTER']}]}]
`;
const fillIn = 'sed -i "s/EXPORTER/$(cat services/exporter)/" prometheus.yml';
const ofTotals: readonly (readonly [string, string])[] = [
  ['rate(http_requests_total{status=~"5.."}[5m])', 'sum(rate(http_requests_total{status=~"5.."}[5m]))'],
  ['/ rate(http_requests_total[5m])', '/ sum(rate(http_requests_total[5m]))'],
];
/** The configuration itself, with the stand-in as Slack and no waiting. */
const startRouting = `yq '.data."alertmanager.yml"' config.yaml > documented.yml && amtool check-config documented.yml &&
sed "s#https://hooks.slack.com#http://127.0.0.1:$(cat services/slack)#; s/group_wait: 30s/group_wait: 0s/" documented.yml > alertmanager.yml &&
${startAlertmanager()}`;
const send = (severity: string): string =>
  `curl -sf -H 'Content-Type: application/json' -d '[{"labels":{"alertname":"Test","severity":"${severity}"},"annotations":{"summary":"a ${severity} one"}}]' "http://127.0.0.1:$(cat services/alertmanager)/api/v2/alerts"`;
const channels = (severity: string): string => `grep 'a ${severity} one' received | jq -r .channel | sort`;

/** Ticks what holds, in the words of the checklist; what needs Grafana or Elasticsearch it leaves open. */
const verify = `#!/bin/bash
set -o pipefail
tick() { local name=$1; shift; if "$@" > /dev/null 2>&1; then echo "[x] $name"; else echo "[ ] $name"; failed=1; fi; }
at() { echo "http://127.0.0.1:$(cat "services/$1")$2"; }
is() { [ "$(./ask.sh "$1")" = "$2" ]; }
rules() { curl -sf "$(at prometheus /api/v1/rules)" | jq -e '[.data.groups[].rules[] | select(.health == "ok")] | length == 3'; }
notified() { curl -sf -H 'Content-Type: application/json' -d '[{"labels":{"alertname":"Checklist","severity":"critical"}}]' "$(at alertmanager /api/v2/alerts)" &&
  for _ in $(seq 50); do grep -q Checklist received && return; sleep 0.1; done; return 1; }
tick 'Deploy Prometheus' curl -sf "$(at prometheus /-/ready)"
tick 'Configure Prometheus scraping' is 'up{job="flask-api"}' 1
tick 'Configure alert rules' rules
tick 'Deploy AlertManager' curl -sf "$(at alertmanager /-/ready)"
tick 'Test monitoring endpoints' curl -sf "$(at exporter /metrics)"
tick 'Verify alert notifications' notified
exit "\${failed:-0}"
`;

/** Procedures that set alerting up, and say that it is. */
export const endpointStatisticsAlerting: readonly Rehearsal[] = [
  {
    procedure: 'epstats.proc.alert-rules-setup',
    tools: ['promtool', 'prometheus', 'yq', 'jq', 'python3'],
    findings: ['epstats.defect.rules-never-loaded', 'epstats.defect.high-error-rate-vector-match'],
    files: { ...apiFiles, 'prometheus.yml': config() },
    before: [starts('the API answers, with one failure in a thousand', startApi, fillIn)],
    good: [
      run(
        'Prometheus evaluates all three',
        `curl -sf "http://127.0.0.1:$(cat services/prometheus)/api/v1/rules" | jq -r '.data.groups[].rules[] | "\\(.name) \\(.health)"'`,
        accepted('^HighErrorRate ok$.*^SlowResponseTime ok$.*^HighCPUUsage ok$'),
      ),
      run(
        'one failure in a thousand is no alert',
        `./ask.sh 'rate(http_requests_total{status="500"}[1m]) > 0' && ./ask.sh 'sum(ALERTS) or vector(0)'`,
        accepted('^[01]\\.\\d+\\s^0$'),
      ),
    ],
    documented: [
      step(1, refused('field apiVersion not found'), { file: 'rules.yml', run: 'promtool check rules rules.yml' }),
      run('Prometheus does not start with it', startPrometheus(), refused('apiVersion not found')),
      run('the rules alone it takes', `yq -i .spec rules.yml && ${startPrometheus()}`, accepted()),
      run('one failure in a thousand is an alert', `./ask.sh 'ALERTS{alertname="HighErrorRate"}'`, accepted('^1$'), {
        withinMs: 20_000,
      }),
    ],
    corrected: [
      step(1, accepted('SUCCESS: 3 rules found'), {
        file: 'manifest.yaml',
        run: 'yq .spec manifest.yaml > rules.yml && promtool check rules rules.yml',
        replace: ofTotals,
      }),
      run('Prometheus starts with them', startPrometheus(), accepted()),
    ],
  },
  {
    procedure: 'epstats.proc.alertmanager-setup',
    tools: ['alertmanager', 'amtool', 'yq', 'jq', 'python3'],
    findings: ['epstats.defect.critical-route-continue'],
    files: { ...apiFiles, 'slack.py': slackSink },
    before: [sink],
    good: [
      run('a critical alert is told in both channels', channels('critical'), accepted('^#incidents$\\s^#monitoring$')),
    ],
    documented: [
      step(1, accepted('SUCCESS'), { file: 'config.yaml', run: startRouting }),
      run('a critical alert is sent', send('critical'), accepted()),
      run(
        'it is told in one',
        channels('critical'),
        { status: 'accepted', says: '^#incidents$', saysNot: 'monitoring' },
        { withinMs: 20_000 },
      ),
      run('a warning is sent', send('warning'), accepted()),
      run('it is told', channels('warning'), accepted('^#monitoring$'), { withinMs: 20_000 }),
    ],
    corrected: [
      step(1, accepted('SUCCESS'), {
        file: 'config.yaml',
        run: startRouting,
        replace: [['        continue: true\n', "        continue: true\n      - receiver: 'slack-notifications'\n"]],
      }),
      run('a critical alert is sent', send('critical'), accepted()),
      run('a warning is sent', send('warning'), accepted()),
      run(
        'it is told in its channel alone',
        channels('warning'),
        { status: 'accepted', says: '^#monitoring$', saysNot: 'incidents' },
        { withinMs: 20_000 },
      ),
    ],
  },
  {
    procedure: 'epstats.proc.implementation-checklist',
    tools: ['prometheus', 'alertmanager', 'promtool', 'python3', 'jq', 'yq'],
    findings: ['epstats.defect.checklist-all-ticked'],
    files: {
      ...apiFiles,
      'slack.py': slackSink,
      'verify.sh': verify,
      'manifest.yaml': { document: '002', lines: '591-625' },
      'config.yaml': { document: '002', lines: '633-679' },
      'prometheus.yml': config(),
    },
    before: [sink],
    good: [
      run('what is ticked holds', './verify.sh', {
        status: 'accepted',
        says: '^\\[x\\] Verify alert notifications$',
        saysNot: '\\[ \\]',
      }),
    ],
    documented: [
      step(1, accepted('^12$'), {
        lines: '758-769',
        file: 'checklist',
        run: "! grep -F '[ ]' checklist && grep -cF '[x]' checklist",
      }),
      run('of which nothing holds', './verify.sh', {
        status: 'refused',
        says: '^\\[ \\] Deploy Prometheus$',
        saysNot: '\\[x\\]',
      }),
    ],
    corrected: [
      run(
        'what the procedures before make is started',
        `${startApi} && ${fillIn} && yq .spec manifest.yaml > rules.yml && ${startPrometheus()} && ${startRouting.replace('amtool check-config documented.yml &&\n', '')}`,
        accepted(),
      ),
      run(
        'each item is looked at',
        './verify.sh',
        { status: 'accepted', says: '^\\[x\\] Verify alert notifications$', saysNot: '\\[ \\]' },
        { withinMs: 30_000 },
      ),
      run('one that no longer holds is not ticked', 'kill -KILL $(cat services/exporter.pid)', accepted()),
      run(
        'as is seen',
        './verify.sh',
        refused(
          '^\\[x\\] Deploy Prometheus$.*^\\[ \\] Configure Prometheus scraping$.*^\\[ \\] Test monitoring endpoints$',
        ),
        { withinMs: 30_000 },
      ),
      run(
        'it is brought back',
        `${startApi} && sed -i "s/127.0.0.1:[0-9]*/127.0.0.1:$(cat services/exporter)/" prometheus.yml && kill -HUP $(cat services/prometheus.pid)`,
        accepted(),
      ),
    ],
  },
];
