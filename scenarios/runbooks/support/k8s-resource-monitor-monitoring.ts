import type { Rehearsal } from '../../../harness/index.ts';
import { accepted, refused, run, step } from './forms.ts';
import { inMonitor, intoMonitor, settled } from './k8s-resource-monitor-commands.ts';
import { alertIs, loadRules } from './prometheus-commands.ts';

/** Keeps the monitor's event loop busy for ever, through its debugger. */
const hang = `process.kill(1, 'SIGUSR1');
const ask = async () => {
  const [{ webSocketDebuggerUrl: url }] = await (await fetch('http://127.0.0.1:9229/json')).json();
  const socket = new WebSocket(url);
  socket.onopen = () => {
    socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression: 'setImmediate(() => { for (;;); })' } }));
    socket.onmessage = () => process.exit(0);
  };
};
const again = () => ask().catch(again);
again();
`;
const panels = `#!/bin/sh
jq -r '(.dashboard // .).panels[] | [.title, .targets[0].expr] | @tsv' "$1" | while IFS="$(printf '\\t')" read -r title expr; do
  series=$(curl -sfG http://prometheus:9090/api/v1/query --data-urlencode "query=$expr" | jq '.data.result | length')
  echo "$title: $series"
done
`;
const probesOf =
  "'{.spec.template.spec.containers[0].livenessProbe}{.spec.template.spec.containers[0].readinessProbe}'";
const noElasticsearch = 'needs Elasticsearch, and a shipper that is installed on the nodes';

/** Procedures that set monitoring up, or look at it. */
export const monitoringRehearsals: readonly Rehearsal[] = [
  {
    procedure: 'k8smon.proc.health-check',
    findings: ['k8smon.defect.health-degraded-undocumented'],
    before: [
      run(
        'the service is at localhost',
        `kubectl port-forward service/k8s-resource-monitor 8000:8000 > forward.log 2>&1 &
for _ in $(seq 100); do curl -sf http://localhost:8000/health/liveness && exit 0; sleep 0.1; done; cat forward.log; exit 1`,
        accepted(),
      ),
    ],
    documented: [
      step(
        1,
        accepted(
          '^\\{"status":"healthy","timestamp":"[^"]+Z","database_status":"healthy","kubernetes_status":"healthy","prometheus_status":"healthy"\\}',
        ),
        { withinMs: 20_000 },
      ),
      step(2, accepted('^\\{"status":"alive"')),
      step(3, accepted('^\\{"status":"ready"')),
      run('Prometheus is taken away', 'kubectl scale deployment/prometheus -n monitoring --replicas=0', accepted()),
      step(1, accepted('^\\{"status":"unhealthy".*"prometheus_status":"unhealthy"\\}'), { withinMs: 30_000 }),
      step(2, accepted('^\\{"status":"alive"')),
      step(3, accepted('^\\{"status":"ready"')),
    ],
  },
  {
    procedure: 'k8smon.proc.configure-probes',
    tools: ['yq'],
    files: { 'hang.js': hang },
    state: `kubectl get deployment k8s-resource-monitor -n monitoring -o jsonpath=${probesOf}`,
    good: [
      run(
        'the pod has been restarted and serves',
        `kubectl get pods -n monitoring -l app=k8s-resource-monitor -o jsonpath='{range .items[*]}{.status.containerStatuses[0].restartCount} {.status.containerStatuses[0].ready}{"\\n"}{end}'`,
        accepted('^[1-9]\\d* true$'),
        { withinMs: 150_000 },
      ),
    ],
    documented: [
      step(1, accepted('patched'), { file: 'probes.yaml', run: intoMonitor('probes.yaml', '') }),
      settled,
      run(
        'the deployment has them',
        `kubectl get deployment k8s-resource-monitor -n monitoring -o jsonpath=${probesOf} | jq -sr '.[] | "\\(.initialDelaySeconds) \\(.periodSeconds) \\(.timeoutSeconds) \\(.failureThreshold)"'`,
        accepted('^30 10 5 3$\\s^5 5 3 2$'),
      ),
      run('the monitor hangs', `${inMonitor} node < hang.js`, accepted()),
      run('it answers nobody', 'curl -sf --max-time 3 http://k8s-resource-monitor:8000/health/liveness', {
        status: 'refused',
      }),
    ],
  },
  {
    procedure: 'k8smon.proc.create-dashboard',
    tools: ['jq'],
    findings: [
      'k8smon.defect.dashboard-bare-histogram',
      'epstats.defect.dashboard-wrapper',
      'k8smon.defect.dashboard-singlestat',
    ],
    files: { 'panels.sh': panels },
    documented: [
      step(1, accepted('^HTTP Requests Rate: [1-9]\\d*$.*^Collection Duration: 0$.*^Pods Collected: [1-9]\\d*$'), {
        file: 'dashboard.json',
        run: './panels.sh dashboard.json',
        withinMs: 30_000,
      }),
      run('as a file for provisioning it has no title', 'jq -e .title dashboard.json', refused('^null$')),
    ],
    corrected: [
      step(1, accepted('^HTTP Requests Rate: [1-9]\\d*$.*^Collection Duration: 1$.*^Pods Collected: [1-9]\\d*$'), {
        file: 'api.json',
        run: `jq '.dashboard | .panels |= map(.type = ({ graph: "timeseries", singlestat: "stat" }[.type]))' api.json > dashboard.json &&
./panels.sh dashboard.json`,
        replace: [
          [
            '"expr": "collection_duration_seconds"',
            '"expr": "sum(rate(collection_duration_seconds_sum[5m])) / sum(rate(collection_duration_seconds_count[5m]))"',
          ],
        ],
        withinMs: 30_000,
      }),
      run('as a file for provisioning it has a title', 'jq -e .title dashboard.json', accepted('K8s Resource Monitor')),
      run('its panels are of kinds that there are', 'jq -r ".panels[].type" dashboard.json', {
        status: 'accepted',
        says: '^timeseries$.*^stat$',
        saysNot: 'null|graph',
      }),
    ],
  },
  { procedure: 'k8smon.proc.centralized-logging.elk', cannot: noElasticsearch, documented: [] },
  { procedure: 'k8smon.proc.centralized-logging.fluentd', cannot: noElasticsearch, documented: [] },
  {
    procedure: 'k8smon.proc.install-alert-rules',
    tools: ['promtool', 'jq'],
    findings: ['k8smon.defect.down-alert-absent'],
    before: [
      run(
        'the monitor is gone',
        'kubectl scale deployment/k8s-resource-monitor -n monitoring --replicas=0',
        accepted(),
      ),
    ],
    good: [alertIs('K8sResourceMonitorDown', 'pending')],
    watchMs: 20_000,
    documented: [
      step(1, accepted('SUCCESS: 3 rules found'), { file: 'rules.yml', run: 'promtool check rules rules.yml' }),
      run('they are loaded', loadRules, accepted('successfully rolled out'), { deadlineMs: 95_000 }),
      run(
        'Prometheus evaluates all three',
        `curl -sf http://prometheus:9090/api/v1/rules | jq -r '.data.groups[].rules[] | "\\(.name) \\(.health)"'`,
        accepted('^K8sResourceMonitorDown ok$.*^K8sResourceMonitorHighMemory ok$.*^CollectionFailed ok$'),
        { withinMs: 30_000 },
      ),
    ],
    corrected: [
      step(1, accepted('SUCCESS: 3 rules found'), {
        file: 'rules.yml',
        run: 'promtool check rules rules.yml',
        replace: [
          ['== 0', '== 0 or absent(up{job="k8s-resource-monitor"})'],
          ['> 5\n', '> 5 or absent(collection_errors_total)\n'],
        ],
      }),
      run('they are loaded', loadRules, accepted('successfully rolled out'), { deadlineMs: 95_000 }),
    ],
  },
];
