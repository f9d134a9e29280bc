import type { Rehearsal } from '../../../harness/index.ts';
import { apiFiles, startApi } from './endpoint-statistics-exporter.ts';
import { accepted, refused, run, step } from './forms.ts';
import { startPrometheus, starts } from './local-stack.ts';

/** Names what the pods of these manifests need and none of them makes. */
const references = `#!/bin/bash
for manifest; do yq -o json -I 0 . "$manifest"; done | jq -rs '
  [.[] | "\\(.kind)/\\(.metadata.name)"] as $made
  | [.[] | select(.kind == "Deployment") | .spec.template.spec
    | (.serviceAccountName // empty | "ServiceAccount/\\(.)"),
      (.volumes[]? | (.configMap.name // empty | "ConfigMap/\\(.)"),
        (.persistentVolumeClaim.claimName // empty | "PersistentVolumeClaim/\\(.)")),
      (.containers[].env[]?.valueFrom.secretKeyRef.name // empty | "Secret/\\(.)")]
  | unique[] | select(. as $one | $made | index($one) | not) | "\\(.) is made by none"' > missing
cat missing; ! test -s missing
`;
/** Whether these manifests let somebody list pods. */
const grants = `#!/bin/bash
for manifest; do yq -o json -I 0 . "$manifest"; done | jq -es '
  [.[] | select(.kind == "ClusterRole") | .rules[] | select((.resources | index("pods")) and (.verbs | index("list")))]
  | length > 0'
`;
const rbac = `apiVersion: v1
kind: ServiceAccount
metadata: {name: prometheus, namespace: endpoint-stats}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: endpoint-stats-prometheus}
rules: [{apiGroups: [''], resources: [pods], verbs: [get, list, watch]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: endpoint-stats-prometheus}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: endpoint-stats-prometheus}
subjects: [{kind: ServiceAccount, name: prometheus, namespace: endpoint-stats}]
`;
const rules = { document: '002', lines: '591-625' } as const;
const ruleCount = (name = 'prometheus'): string =>
  `curl -sf "http://127.0.0.1:$(cat services/${name})/api/v1/rules" | jq '[.data.groups[].rules[] | select(.health == "ok")] | length'`;
const kept = (name: string, kinds: string) => ({
  file: name,
  run: `yq '.kind + " " + .metadata.name' ${name} | grep -Ex '${kinds}'`,
});
const prometheusSteps = [
  step(1, accepted('SUCCESS'), {
    file: 'configmap.yaml',
    run: `yq '.data."prometheus.yml"' configmap.yaml > prometheus.yml && promtool check config prometheus.yml`,
  }),
  step(2, accepted(), kept('deployment.yaml', 'Deployment prometheus')),
  step(3, accepted(), kept('pvc.yaml', 'PersistentVolumeClaim prometheus-pvc')),
  step(4, accepted(), kept('service.yaml', 'Service prometheus')),
];
const ruleMap = `yq .spec manifest.yaml > endpoint-stats.yml &&
kubectl create configmap prometheus-rules --from-file=endpoint-stats.yml -n endpoint-stats --dry-run=client -o yaml > rules.yaml`;
const documentedArgs = `$(yq '.spec.template.spec.containers[0].args[]' deployment.yaml | grep -v 'config.file\\|storage.tsdb.path')`;
const grafanaSteps = [
  step(1, accepted('^http://prometheus:9090$'), {
    file: 'datasources.yaml',
    run: `yq '.data."datasources.yaml"' datasources.yaml | yq '.datasources[0].url'`,
  }),
  step(2, accepted(), kept('deployment.yaml', 'Deployment grafana')),
  step(3, accepted(), kept('service.yaml', 'Service grafana')),
  step(5, accepted(), kept('pvc.yaml', 'PersistentVolumeClaim grafana-pvc')),
];
const provider = `apiVersion: 1
providers: [{name: default, type: file, options: {path: /var/lib/grafana/dashboards}}]
`;
/** As a plain Prometheus reads it: what a ServiceMonitor says of a service, as a job of the same name. */
const asJobs = `for each in 0 1; do yq -o json -I 0 "select(documentIndex == $each)" monitors.yaml; done | jq -s --arg target "127.0.0.1:$(cat services/exporter)" '
  {scrape_configs: [.[] | .spec.endpoints[0] as $endpoint | {
    job_name: .metadata.name, scrape_interval: $endpoint.interval, metrics_path: ($endpoint.path // "/metrics"),
    metric_relabel_configs: [$endpoint.metricRelabelings[]? | {source_labels: .sourceLabels, regex, action}],
    static_configs: [{targets: [$target]}]}]}' > prometheus.yml && promtool check config prometheus.yml`;
const monitors = { lines: '417-450', file: 'monitors.yaml' } as const;

/** Procedures that set up what collects and shows. */
export const endpointStatisticsSetup: readonly Rehearsal[] = [
  {
    procedure: 'epstats.proc.prometheus-setup',
    tools: ['yq', 'jq', 'promtool', 'prometheus', 'python3', 'kubectl'],
    findings: [
      'epstats.defect.prometheus-serviceaccount-missing',
      'epstats.defect.prometheus-rbac-missing',
      'epstats.defect.rules-never-loaded',
    ],
    files: { ...apiFiles, 'references.sh': references, 'grants.sh': grants, 'rbac.yaml': rbac, 'manifest.yaml': rules },
    before: [starts('the API answers', startApi)],
    good: [
      run('Prometheus has the API as a target that is up', `./ask.sh 'up{job="flask-api"}'`, accepted('^1$')),
      run('and three rules', ruleCount(), accepted('^3$')),
    ],
    documented: [
      ...prometheusSteps,
      run(
        'what its pod needs is not all made',
        './references.sh configmap.yaml deployment.yaml pvc.yaml service.yaml',
        refused('^ConfigMap/prometheus-rules is made by none$.*^ServiceAccount/prometheus is made by none$'),
      ),
      run(
        'nor may it list pods',
        './grants.sh configmap.yaml deployment.yaml pvc.yaml service.yaml',
        refused('^false$'),
      ),
    ],
    corrected: [
      ...prometheusSteps,
      run('its rules are a file of a ConfigMap', ruleMap, accepted()),
      run(
        'all is made that its pod needs',
        './references.sh configmap.yaml deployment.yaml pvc.yaml service.yaml rules.yaml rbac.yaml',
        accepted(),
      ),
      run(
        'it may list pods',
        './grants.sh configmap.yaml deployment.yaml && exit 1; ./grants.sh rbac.yaml',
        accepted('^false$\\s^true$'),
      ),
      run(
        'Prometheus starts with the documented flags, and the API where it is',
        `sed -i "s/flask-api:9999/127.0.0.1:$(cat services/exporter)/; s,/etc/prometheus/rules/,," prometheus.yml &&
mkdir mounted && yq '.data."endpoint-stats.yml"' rules.yaml > mounted/endpoint-stats.yml && sed 's,\\*.yml,mounted/*.yml,' prometheus.yml > started.yml &&
${startPrometheus(documentedArgs, { config: 'started.yml' })}`,
        accepted(),
      ),
    ],
  },
  {
    procedure: 'epstats.proc.grafana-setup',
    tools: ['yq', 'jq', 'kubectl', 'openssl'],
    findings: ['epstats.defect.grafana-dashboards-configmap-missing', 'epstats.defect.grafana-default-password'],
    files: {
      'references.sh': references,
      'dashboards.yaml': provider,
      'dashboard.json': { document: '002', lines: '353-408' },
    },
    documented: [
      ...grafanaSteps,
      step(4, accepted('^admin$'), { file: 'secret.yaml', run: `yq '.data."admin-password"' secret.yaml | base64 -d` }),
      run(
        'what its pod needs is not all made',
        './references.sh datasources.yaml deployment.yaml service.yaml pvc.yaml secret.yaml',
        {
          status: 'refused',
          says: '^ConfigMap/grafana-dashboards is made by none$',
          saysNot: 'Secret|Claim|datasources',
        },
      ),
    ],
    corrected: [
      ...grafanaSteps,
      step(
        4,
        { status: 'accepted', says: '^[A-Za-z0-9+/]{43}=$', saysNot: '^admin$' },
        {
          file: 'secret.yaml',
          run: `yq -i '.data."admin-password" = "'$(openssl rand -base64 32 | base64 -w 0)'"' secret.yaml && yq '.data."admin-password"' secret.yaml | base64 -d`,
        },
      ),
      run(
        'the dashboards have a ConfigMap, with the keys that the Deployment mounts',
        `jq .dashboard dashboard.json > endpoint-stats-dashboard.json &&
kubectl create configmap grafana-dashboards --from-file=dashboards.yaml --from-file=endpoint-stats-dashboard.json -n endpoint-stats --dry-run=client -o yaml > dashboards-map.yaml &&
for key in $(yq '.spec.template.spec.volumes[].configMap.items[]?.key' deployment.yaml); do yq -e ".data.\\"$key\\"" dashboards-map.yaml > /dev/null && echo "has $key" || exit 1; done`,
        accepted('^has dashboards.yaml$.*^has endpoint-stats-dashboard.json$'),
      ),
      run(
        'all is made that its pod needs',
        './references.sh datasources.yaml deployment.yaml service.yaml pvc.yaml secret.yaml dashboards-map.yaml',
        accepted(),
      ),
    ],
  },
  {
    procedure: 'epstats.proc.service-monitors',
    tools: ['yq', 'jq', 'promtool', 'prometheus', 'python3'],
    findings: ['epstats.defect.servicemonitors-ignored', 'epstats.defect.database-metric-dropped'],
    files: apiFiles,
    before: [starts('the API answers', startApi)],
    good: [
      run('the API is a target that is up', `./ask.sh 'up{job="flask-api"}'`, accepted('^1$')),
      run(
        'with what its panels need',
        `./ask.sh 'count({job="flask-api",__name__=~"http_requests_total|database_query_duration_seconds_sum"})'`,
        accepted('^3$'),
      ),
    ],
    documented: [
      step(1, refused('field apiVersion not found'), { ...monitors, run: 'promtool check config monitors.yaml' }),
      step(1, accepted('^flask-api$\\s^---$\\s^postgres$'), { ...monitors, run: 'yq .metadata.name monitors.yaml' }),
    ],
    corrected: [
      step(1, accepted('SUCCESS'), { ...monitors, run: asJobs, replace: [['|process_.*', '|database_.*|process_.*']] }),
      run('Prometheus starts on it', startPrometheus(), accepted()),
    ],
  },
];
