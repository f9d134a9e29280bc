import type { Rehearsal } from '../../../harness/index.ts';
import { accepted, refused, run, step } from './forms.ts';
import { fillIn, scrapes, stackFiles, startExporter, startPrometheus, starts } from './local-stack.ts';
import { inPods, podFiles } from './stand-in-pods.ts';

const pod = 'pods/prometheus-5c9f7d8b6d-q4x2m';
const local = 'monitoring/prometheus';
const rule = (expr: string): string =>
  `groups:\n- name: freightliner\n  rules:\n  - {alert: HighMemoryUsage, expr: '${expr}', for: 5m}\n`;
const files = {
  ...stackFiles,
  ...podFiles,
  'prometheus.yml': scrapes('freightliner', 'rule_files: [alert-rules.yml]\n'),
  [`${local}/alert-rules.yml`]: rule('freightliner_memory_usage_bytes > 4e9'),
  'page/metrics': 'freightliner_memory_usage_bytes 3.5e9\nmy_metric 1000000\n',
};
const running = (flags: string) => [
  starts(
    'Prometheus runs in a pod of a Deployment, with the rules that the local files have',
    startExporter(),
    fillIn,
    `cp prometheus.yml ${local}/ && cp ${local}/* ${pod}/etc/prometheus/`,
    startPrometheus(flags, { config: `${pod}/etc/prometheus/prometheus.yml` }),
  ),
  inPods,
  run('it is at localhost', './reach.sh prometheus localhost:9090', accepted()),
  run('it collects', './ask.sh freightliner_memory_usage_bytes', accepted('^3500000000$'), { withinMs: 20_000 }),
];
const alertOf = (name: string) =>
  run(`${name} is pending or fires`, `./ask.sh 'ALERTS{alertname="${name}"}'`, accepted('^1$'));
/** What the documented command asks for, by a program that is there, and only where it is granted. */
const reload = 'curl -sf -X POST http://localhost:9090/-/reload';
const loaded = (expr: string) =>
  run(
    'the rules that are loaded are the new ones',
    `curl -sf http://localhost:9090/api/v1/rules | jq -r '.data.groups[].rules[].query'`,
    accepted(expr),
    { withinMs: 10_000 },
  );
const notInPod = run(
  'in the pod that there is',
  'kubectl exec -n monitoring deployment/prometheus -- curl -X POST http://localhost:9090/-/reload',
  refused('"curl": executable file not found'),
);
const configured = accepted('configmap/prometheus-config configured');
const threshold = `sed -i 's/4e9/3e9/' ${local}/alert-rules.yml`;
/** As many panels as make a dashboard of 90 kB. */
const dashboards = `mkdir -p monitoring/grafana/dashboards
for name in replication-overview infrastructure-metrics business-metrics error-latency; do
  jq -n --arg name "$name" '{title: $name, panels: [range(900) | {id: ., type: "timeseries", title: "Panel \\(.) of \\($name)", datasource: "Prometheus"}]}' > "monitoring/grafana/dashboards/$name.json"
done
du -b monitoring/grafana/dashboards/*.json | awk '$1 < 60000 { exit 1 }'`;
/** What \`kubectl apply\` adds to an object by itself: all of it once more, as an annotation. */
const annotated = `#!/bin/bash
for manifest; do
  size=$(yq -o json . "$manifest" | jq -cj . | wc -c)
  echo "$manifest: an annotation of $size bytes"
  [ "$size" -le 262144 ] || { echo 'metadata.annotations: Too long: must have at most 262144 bytes'; exit 1; }
done
`;

/** Procedures that change rules and dashboards. */
export const freightlinerChanges: readonly Rehearsal[] = [
  {
    procedure: 'freightliner.proc.custom-alerts',
    tools: ['prometheus', 'promtool', 'python3', 'jq', 'yq', 'kubectl'],
    findings: [
      'freightliner.defect.custom-alert-template',
      'freightliner.defect.workload-kind',
      'freightliner.defect.reload-curl-missing',
    ],
    files,
    before: running('--web.enable-lifecycle'),
    good: [alertOf('MyCustomAlert')],
    documented: [
      step(1, accepted('SUCCESS: 2 rules found'), {
        file: 'rule.yml',
        run: `sed 's/^/  /' rule.yml >> ${local}/alert-rules.yml && promtool check rules ${local}/alert-rules.yml`,
      }),
      step(2, configured),
      step(3, refused('NotFound.*"prometheus-0" not found')),
      notInPod,
      run('it is loaded otherwise', reload, accepted()),
      loaded('^my_metric > threshold$'),
    ],
    corrected: [
      step(1, accepted('SUCCESS: 2 rules found'), {
        file: 'rule.yml',
        run: `sed 's/^/  /' rule.yml >> ${local}/alert-rules.yml && promtool check rules ${local}/alert-rules.yml`,
        replace: [['> threshold', '> 100']],
      }),
      step(2, configured),
      run('Prometheus is reloaded through a forwarded port', reload, accepted()),
      loaded('^my_metric > 100$'),
    ],
  },
  {
    procedure: 'freightliner.proc.update-alert-rules',
    tools: ['prometheus', 'promtool', 'python3', 'jq', 'yq', 'kubectl'],
    findings: [
      'freightliner.defect.workload-kind',
      'freightliner.defect.reload-curl-missing',
      'freightliner.defect.reload-lifecycle-flag',
    ],
    files,
    before: running('$([ "$ARM" = corrected ] && echo --web.enable-lifecycle)'),
    good: [alertOf('HighMemoryUsage')],
    documented: [
      run('the threshold is lowered', threshold, accepted()),
      step(2, configured),
      step(3, refused('NotFound.*"prometheus-0" not found')),
      notInPod,
      step(3, accepted('Lifecycle API is not enabled'), { lines: '550' }),
    ],
    corrected: [
      run(
        'a mistake is found before it is applied',
        `sed 's/>/>>/' ${local}/alert-rules.yml > wrong.yml; promtool check rules wrong.yml`,
        refused('could not parse|parse error'),
      ),
      run('the threshold is lowered', `${threshold} && promtool check rules ${local}/alert-rules.yml`, accepted()),
      step(2, configured),
      run('Prometheus, which has its lifecycle API on, is reloaded through a forwarded port', reload, accepted()),
      loaded('^freightliner_memory_usage_bytes > 3000000000$'),
    ],
  },
  {
    procedure: 'freightliner.proc.custom-dashboards',
    tools: ['kubectl', 'yq', 'jq'],
    findings: ['freightliner.defect.configmap-size'],
    files: { 'annotated.sh': annotated },
    before: [run('there are four exported dashboards', dashboards, accepted())],
    documented: [
      step(4, refused('metadata.annotations: Too long'), {
        file: 'apply.sh',
        run: "sed 's/ | kubectl apply -f -/ > all.yaml/' apply.sh | bash -e && ./annotated.sh all.yaml",
      }),
    ],
    corrected: [
      run(
        'each dashboard has a ConfigMap of its own',
        `for file in monitoring/grafana/dashboards/*.json; do
  name=grafana-dashboard-$(basename "$file" .json)
  kubectl create configmap "$name" --from-file="$file" -n monitoring --dry-run=client -o yaml > "$name.yaml" || exit 1
done
./annotated.sh grafana-dashboard-*.yaml`,
        accepted('business-metrics.yaml: .*error-latency.yaml: .*replication-overview.yaml: '),
      ),
      run(
        'each holds a dashboard that can be read',
        `for manifest in grafana-dashboard-*.yaml; do yq '.data[]' "$manifest" | jq -er .title || exit 1; done`,
        accepted('^business-metrics$.*^error-latency$.*^infrastructure-metrics$.*^replication-overview$'),
      ),
    ],
  },
  {
    procedure: 'freightliner.proc.upgrade-components',
    cannot: 'needs a cluster, and two versions of the image of Prometheus',
    documented: [],
  },
  {
    procedure: 'freightliner.proc.custom-metrics',
    cannot: 'needs the source of freightliner and a Go toolchain with the Prometheus client',
    documented: [],
  },
];
