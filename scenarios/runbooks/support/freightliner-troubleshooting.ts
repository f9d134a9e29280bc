import type { Rehearsal } from '../../../harness/index.ts';
import { accepted, refused, run, step } from './forms.ts';
import {
  fillIn,
  scrapes,
  stackFiles,
  startAlertmanager,
  startExporter,
  startPrometheus,
  starts,
} from './local-stack.ts';
import { inPods, podFiles } from './stand-in-pods.ts';

const page = 'freightliner_jobs_active 7\n';
const atLocalhost = './reach.sh prometheus localhost:9090';
/** 4000 series of one name, beside few of others. */
const crowded = `awk 'BEGIN { for (i = 0; i < 4000; i++) printf "freightliner_request_info{user=\\"%d\\"} 1\\n", i }' > page/metrics
echo freightliner_jobs_active 7 >> page/metrics`;
const targets = (health: string) =>
  `curl -sf http://localhost:9090/api/v1/targets | jq -er '.data.activeTargets[] | select(.health == "${health}") | "\\(.labels.job) \\(.lastError)"'`;
const ruleFile = (expr: string): string => `groups:\n- name: g\n  rules:\n  - {alert: JobsStuck, expr: '${expr}'}\n`;
const statusOf = `curl -sf http://localhost:9090/api/v1/rules | jq -r '.data.groups[].rules[] | "\\(.name) \\(.health) \\(.state)"'`;
const reload = 'curl -s -w "%{http_code}" -X POST http://localhost:9090/-/reload';
const forwards: readonly (readonly [string, string])[] = [
  ['0:3000', '0:3000 > forward.log 2>&1 &'],
  ['0:9090', '0:9090 > forward.log 2>&1 &'],
  ['3:9093', '3:9093 > forward.log 2>&1 &'],
];
const answers = (...addresses: readonly string[]): string =>
  addresses.map((address) => `curl -sf ${address} > /dev/null`).join(' && ');

/** Procedures that reach the services, and find out what is wrong. */
export const freightlinerTroubleshooting: readonly Rehearsal[] = [
  {
    procedure: 'freightliner.proc.quick-start',
    tools: ['prometheus', 'alertmanager', 'python3', 'kubectl'],
    findings: ['freightliner.defect.port-forward-blocks'],
    files: {
      ...stackFiles,
      ...podFiles,
      'prometheus.yml': 'global: {}\n',
      'alertmanager.yml': 'route: {receiver: none}\nreceivers: [{name: none}]\n',
      'page/index.html': 'Stands for Grafana.\n',
    },
    before: [
      starts(
        'Prometheus, Alertmanager and a stand-in for Grafana run',
        startPrometheus(),
        startAlertmanager(),
        './start.sh grafana / python3 -u -m http.server 0 --bind 127.0.0.1 --directory page',
      ),
    ],
    good: [
      run(
        'all three are at their documented addresses',
        answers('http://localhost:3000/', 'http://localhost:9090/-/ready', 'http://localhost:9093/-/ready'),
        accepted(),
      ),
    ],
    documented: [
      step(1, refused('"monitoring/kubernetes/" does not exist')),
      inPods,
      step(2, { status: 124 }, { deadlineMs: 4000 }),
      run('only the first is forwarded', 'grep -o "localhost:[0-9]*" .curlrc', {
        status: 'accepted',
        says: '^localhost:3000$',
        saysNot: '9090|9093',
      }),
    ],
    corrected: [inPods, step(2, accepted(), { replace: forwards })],
  },
  {
    procedure: 'freightliner.proc.troubleshoot.metrics-not-appearing',
    tools: ['prometheus', 'python3', 'jq'],
    findings: ['freightliner.defect.port-forward-blocks'],
    files: {
      ...stackFiles,
      ...podFiles,
      'page/metrics': page,
      'prometheus.yml': scrapes('freightliner').replace('EXPORTER', '1'),
    },
    before: [
      starts(
        'Prometheus scrapes a port on which nobody listens',
        startExporter(),
        'cp services/exporter services/freightliner',
        startPrometheus(),
        atLocalhost,
      ),
      inPods,
    ],
    documented: [
      run(
        '1. Prometheus has the target as down, and says why',
        targets('down'),
        accepted('^freightliner .*connection refused'),
        {
          withinMs: 20_000,
        },
      ),
      step(3, { status: 124, saysNot: 'freightliner_jobs_active' }, { deadlineMs: 4000 }),
    ],
    corrected: [
      run(
        '1. Prometheus has the target as down, and says why',
        targets('down'),
        accepted('^freightliner .*connection refused'),
        {
          withinMs: 20_000,
        },
      ),
      step(3, accepted('^freightliner_jobs_active 7$'), {
        replace: [
          [
            '2112:2112',
            '2112:2112 > forward.log 2>&1 &\nuntil curl -sf http://localhost:2112/ > /dev/null; do sleep 0.1; done',
          ],
        ],
      }),
    ],
  },
  {
    procedure: 'freightliner.proc.troubleshoot.alerts-not-firing',
    tools: ['prometheus', 'promtool', 'amtool', 'python3', 'jq'],
    findings: ['freightliner.defect.invalid-status'],
    files: {
      ...stackFiles,
      'page/metrics': page,
      'prometheus.yml': scrapes('freightliner', 'rule_files: [rules.yml]\n'),
      'rules.yml': ruleFile('freightliner_jobs_active > 100'),
      'alertmanager.yml': 'route: {receiver: nobody}\nreceivers: [{name: somebody}]\n',
    },
    before: [
      starts(
        'Prometheus runs, and an expression that is no expression is reloaded',
        startExporter(),
        fillIn,
        startPrometheus('--web.enable-lifecycle'),
        atLocalhost,
        `sed -i 's/active > 100/active > > 5/' rules.yml`,
      ),
      run('it does not take it', reload, accepted('500$'), { withinMs: 10_000 }),
    ],
    documented: [
      run(
        '1. no rule is shown as invalid',
        statusOf,
        {
          status: 'accepted',
          says: '^JobsStuck ok inactive$',
          saysNot: 'invalid',
        },
        { withinMs: 10_000 },
      ),
    ],
    corrected: [
      run('1. the reload is shown as failed', './ask.sh prometheus_config_last_reload_successful', accepted('^$')),
      run('1. the file is found to be wrong', 'promtool check rules rules.yml', refused('parse error|could not parse')),
      run(
        '2. the expression that is loaded has data, and is not true',
        './ask.sh freightliner_jobs_active && ./ask.sh "freightliner_jobs_active > 100"',
        { status: 'accepted', says: '^7$', saysNot: '7.*7' },
        { withinMs: 10_000 },
      ),
      run(
        '3. the configuration of Alertmanager names a receiver that there is not',
        'amtool check-config alertmanager.yml',
        refused('undefined receiver "nobody"'),
      ),
      run('once it is right', `sed -i 's/active > > 5/active > 5/' rules.yml && ${reload}`, accepted('^200$')),
      run('the alert fires', './ask.sh \'ALERTS{alertname="JobsStuck",alertstate="firing"}\'', accepted('^1$'), {
        withinMs: 20_000,
      }),
    ],
  },
  {
    procedure: 'freightliner.proc.troubleshoot.dashboard-issues',
    cannot: 'needs Grafana, whose log and whose test of a data source it looks at',
    documented: [],
  },
  {
    procedure: 'freightliner.proc.troubleshoot.high-prometheus-memory',
    tools: ['prometheus', 'python3', 'jq'],
    files: { ...stackFiles, 'page/.keep': '', 'prometheus.yml': scrapes('freightliner') },
    before: [
      run('a metric has a label of 4000 values', crowded, accepted()),
      starts('Prometheus collects it', startExporter(), fillIn, startPrometheus(), atLocalhost),
      run('it is there', "./ask.sh 'count(freightliner_request_info)'", accepted('^4000$'), { withinMs: 20_000 }),
    ],
    documented: [
      step(1, accepted('^freightliner_request_info 4000$\\s^[a-z_]+ \\d{1,2}$'), {
        file: 'query',
        run: `curl -sfG http://localhost:9090/api/v1/query --data-urlencode query@query |
jq -r '.data.result | sort_by(-(.value[1] | tonumber)) | .[:2][] | "\\(.metric.__name__) \\(.value[1])"'`,
      }),
      step(2, accepted('^\\[\\s*\\{\\s*"name": "freightliner_request_info",\\s*"value": 4000\\s*\\}')),
      run(
        '3. the label is dropped, at the scrape',
        `sed -i 's/^    static_configs/    metric_relabel_configs: [{regex: user, action: labeldrop}]\\n    static_configs/' prometheus.yml &&
${startPrometheus('', { name: 'second', data: 'second' })}`,
        accepted(),
      ),
      run('then it is one', "./ask.sh 'count(freightliner_request_info)' second", accepted('^1$'), {
        withinMs: 20_000,
      }),
    ],
  },
];
