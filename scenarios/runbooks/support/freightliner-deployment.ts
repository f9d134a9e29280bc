import type { Rehearsal } from '../../../harness/index.ts';
import { accepted, refused, run, step } from './forms.ts';
import { stackFiles, startAlertmanager, startPrometheus, starts } from './local-stack.ts';
import { slackSink } from './slack-sink.ts';

/** Puts what a ConfigMap or Secret holds into a folder, as a pod has it mounted. */
const mount = `#!/bin/bash
mkdir -p "$2"
yq -o json . "$1" > mounted.json
for key in $(jq -r '.data | keys[]' mounted.json); do
  jq -j --arg key "$key" 'if .kind == "Secret" then .data[$key] | @base64d else .data[$key] end' mounted.json > "$2/$key"
done
`;
const prometheus = `global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: [recording-rules.yml, alert-rules.yml]
alerting: {alertmanagers: [{static_configs: [{targets: ['127.0.0.1:ALERTMANAGER']}]}]}
scrape_configs: [{job_name: freightliner, static_configs: [{targets: ['127.0.0.1:1']}]}]
`;
const alertmanager = (key: string): string => `route: {receiver: slack, group_wait: 0s}
receivers: [{name: slack, slack_configs: [{channel: '#freightliner-monitoring', ${key}}]}]
`;
const at = 'monitoring';
/** The manifests that a documented step makes, given to nobody. */
const manifest = (name: string): { readonly file: string; readonly run: string } => ({
  file: 'create.sh',
  run: `sed 's/-n monitoring$/-n monitoring --dry-run=client -o yaml/' create.sh | bash > ${name}.yaml && yq '.metadata.name + " " + (.data | keys | join(" "))' ${name}.yaml`,
});
const manifests = [
  step(2, accepted('^grafana-admin password username$'), manifest('grafana-admin')),
  step(3, accepted('^alertmanager-secrets pagerduty-key slack-webhook$'), manifest('alertmanager-secrets')),
  step(
    4,
    accepted('^prometheus-config alert-rules.yml prometheus.yml recording-rules.yml$'),
    manifest('prometheus-config'),
  ),
  step(5, accepted('^alertmanager-config alertmanager.yml$'), manifest('alertmanager-config')),
  step(6, accepted('^grafana-dashboards error-latency.json$'), manifest('grafana-dashboards')),
  run(
    'Prometheus has what its ConfigMap holds',
    './mount.sh prometheus-config.yaml etc/prometheus && promtool check config etc/prometheus/prometheus.yml',
    accepted('SUCCESS'),
  ),
];
const password = (second: string): string =>
  `yq '.data.password' grafana-admin.yaml | base64 -d > ${second}; wc -c < ${second}`;
const startBoth = [
  './mount.sh alertmanager-config.yaml etc/alertmanager',
  startAlertmanager('etc/alertmanager/alertmanager.yml'),
  'sed -i "s/ALERTMANAGER/$(cat services/alertmanager)/" etc/prometheus/prometheus.yml',
  startPrometheus('', { config: 'etc/prometheus/prometheus.yml' }),
].join(' &&\n');

const peers = `#!/bin/bash
# Starts the Alertmanager of this number with the flags that are left over.
n=$1; shift
./start.sh "alertmanager-$n" /-/ready alertmanager --config.file=alertmanager.yml --storage.path="data-$n" --web.listen-address=127.0.0.1:0 \
  --cluster.gossip-interval=50ms --cluster.pushpull-interval=1s --cluster.settle-timeout=1s --cluster.peer-timeout=2s "$@"
`;
const ports = `python3 -c '
import socket
sockets = [socket.socket() for _ in range(3)]
for each in sockets: each.bind(("127.0.0.1", 0))
print(*(each.getsockname()[1] for each in sockets), sep="\\n")' > ports`;
/** The documented addresses, of which each stands for one on loopback. */
const resolved = `sed "$(awk '{ printf "s/alertmanager-%d.alertmanager:9094/127.0.0.1:%s/;", NR - 1, $1 }' ports)"`;
const clustered = (flags: string): string =>
  `for n in 0 1 2; do ./peer.sh $n --cluster.listen-address=127.0.0.1:$(sed -n $((n + 1))p ports) ${flags} || exit 1; done`;
const told = (name: string, which: string): string =>
  `for n in ${which}; do curl -sf -H 'Content-Type: application/json' -d '[{"labels":{"alertname":"${name}"}}]' "http://127.0.0.1:$(cat services/alertmanager-$n)/api/v2/alerts" || exit 1; done`;
const received = (name: string): string => `grep -c '${name}' received`;

/** Procedures that set the stack up. */
export const freightlinerDeployment: readonly Rehearsal[] = [
  {
    procedure: 'freightliner.proc.deploy.step-by-step',
    tools: ['kubectl', 'yq', 'jq', 'promtool', 'prometheus', 'alertmanager', 'python3', 'openssl'],
    findings: ['freightliner.defect.alertmanager-secrets-unused'],
    files: {
      ...stackFiles,
      'slack.py': slackSink,
      'mount.sh': mount,
      [`${at}/prometheus/prometheus.yml`]: prometheus,
      [`${at}/prometheus/recording-rules.yml`]: 'groups: []\n',
      [`${at}/prometheus/alert-rules.yml`]: {
        document: 'fixtures/systems/freightliner/rules.yaml',
        replace: [['for: 1m', 'for: 1s']],
      },
      [`${at}/alertmanager/alertmanager.yml`]: alertmanager("api_url: '${SLACK_WEBHOOK}'"),
      [`${at}/grafana/dashboards/error-latency.json`]: '{"title": "Error Rate & Latency Analysis"}\n',
    },
    before: [starts('a stand-in for Slack listens', './start.sh slack / python3 slack.py')],
    good: [
      run(
        'an alert of what is not there reaches Slack',
        'cat received',
        accepted('#freightliner-monitoring.*FreightlinerDown'),
      ),
    ],
    documented: [
      ...manifests,
      run('Alertmanager makes no address of a variable', startBoth, refused('unsupported scheme')),
    ],
    corrected: [
      run(
        'Alertmanager is to read the mounted secret',
        `sed -i "s#api_url: '.*'#api_url_file: '$PWD/etc/secrets/slack-webhook'#" ${at}/alertmanager/alertmanager.yml`,
        accepted(),
      ),
      ...manifests,
      step(3, accepted('^alertmanager-secrets pagerduty-key slack-webhook$'), {
        ...manifest('alertmanager-secrets'),
        replace: [['YOUR_SLACK_WEBHOOK_URL', 'http://127.0.0.1:$(cat services/slack)/services/T0']],
      }),
      run('Alertmanager has it mounted', './mount.sh alertmanager-secrets.yaml etc/secrets', accepted()),
      run('both are started on what they have mounted', startBoth, accepted()),
      run('9. the password is that of the secret, and 32 random bytes', password('password'), accepted('^44$')),
    ],
  },
  {
    procedure: 'freightliner.proc.ha',
    tools: ['alertmanager', 'yq', 'jq', 'python3'],
    findings: ['freightliner.defect.ha-semantics', 'freightliner.defect.ha-snippet'],
    files: {
      ...stackFiles,
      'slack.py': slackSink,
      'peer.sh': peers,
      'alertmanager.yml': `route: {receiver: slack, group_by: [alertname], group_wait: 1s}
receivers: [{name: slack, slack_configs: [{channel: '#oncall', api_url: 'http://127.0.0.1:SLACK/services/T0', title: '{{ .GroupLabels.alertname }}'}]}]
`,
    },
    before: [
      starts(
        'a stand-in for Slack listens',
        './start.sh slack / python3 slack.py',
        'sed -i "s/SLACK/$(cat services/slack)/" alertmanager.yml',
        ports,
      ),
    ],
    good: [
      run(
        'each alert is notified once, also while one of them is gone',
        `${received('ToldToAll')} && ${received('ToldToTwo')}`,
        accepted('^1$\\s^1$'),
      ),
    ],
    documented: [
      step(1, accepted('^\\[3,\\["--cluster.peer=alertmanager-0'), {
        file: 'ha.yaml',
        run: `yq -o json . ha.yaml | jq -c '[.replicas, .args]'`,
      }),
      run(
        'with these flags alone each is on its own',
        `for n in 0 1 2; do ./peer.sh $n --cluster.listen-address=127.0.0.1:0 $(yq '.args[]' ha.yaml) || exit 1; done
for n in 0 1 2; do curl -sf "http://127.0.0.1:$(cat services/alertmanager-$n)/api/v2/status" | jq '.cluster.peers | length'; done`,
        accepted('^1$\\s^1$\\s^1$'),
        { withinMs: 0, deadlineMs: 90_000 },
      ),
      run('all are told of an alert', told('ToldToAll', '0 1 2'), accepted()),
      run('it is notified three times', received('ToldToAll'), accepted('^3$'), { withinMs: 30_000 }),
    ],
    corrected: [
      step(1, accepted('^3$'), {
        file: 'ha.yaml',
        run: `yq .replicas ha.yaml && ${clustered(`$(yq '.args[]' ha.yaml | ${resolved})`)}`,
        replace: [['# Prometheus StatefulSet with 2 replicas\nreplicas: 2\n', '']],
      }),
      run(
        'they find each other',
        'for n in 0 1 2; do curl -sf "http://127.0.0.1:$(cat services/alertmanager-$n)/api/v2/status" | jq -e ".cluster.status == \\"ready\\" and (.cluster.peers | length == 3)" || exit 1; done',
        accepted('true'),
        { withinMs: 30_000 },
      ),
      run('all are told of an alert', told('ToldToAll', '0 1 2'), accepted()),
      run('it is notified', received('ToldToAll'), accepted('^1$'), { withinMs: 30_000 }),
      run(
        'the first is killed, and the others are told of another',
        `kill -KILL $(cat services/alertmanager-0.pid) && ${told('ToldToTwo', '1 2')}`,
        accepted(),
      ),
      run('it is notified too', received('ToldToTwo'), accepted('^1$'), { withinMs: 30_000 }),
      run('ten seconds are enough for a second notice of either', 'sleep 10; grep -c Told received', accepted('^2$')),
    ],
  },
];
