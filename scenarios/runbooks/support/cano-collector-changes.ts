import type { Rehearsal } from '../../../harness/index.ts';
import { accepted, refused, run, step } from './forms.ts';
import { allUp, delivers } from './cano-collector-site.ts';
import { alertIs, loadRules } from './prometheus-commands.ts';

const inContainer = (file: string): string =>
  `kubectl patch deployment cano-collector -n monitoring --patch "$(yq -o json '{"spec":{"template":{"spec":{"containers":[{"name":"cano-collector"} * .]}}}}' ${file})"`;
const live = (path: string): string =>
  `${allUp} >/dev/null && kubectl get pods -n monitoring -l app=cano-collector -o jsonpath='{.items[*].spec.containers[0]${path}}'`;
const ready = (count: number) =>
  run(
    `${count} collectors take alerts`,
    "kubectl get endpoints -n monitoring cano-collector -o jsonpath='{.subsets[0].addresses[*].ip}' 2>/dev/null | wc -w",
    accepted(`^${count}$`),
  );
const encoded = 'aHR0cDovL3JlY2VpdmVyOjgwODAvc2VydmljZXMvbmV3';
const newSecret = run(
  'the new value is there',
  "kubectl get secret cano-collector-secrets -n monitoring -o jsonpath='{.data.slack-webhook}' | base64 -d",
  accepted('services/new$'),
);
const egress = '    port: 9090';

/** Procedures that set cano-collector up, scale it, and change what it runs with. */
export const changeRehearsals: readonly Rehearsal[] = [
  {
    procedure: 'cano.proc.configure-probes',
    tools: ['yq'],
    good: [
      run(
        'both probes are as documented',
        live('.livenessProbe.periodSeconds}{" "}{.items[*].spec.containers[0].readinessProbe.timeoutSeconds'),
        accepted('^10 3$'),
      ),
      delivers,
    ],
    documented: [step(1, accepted('patched'), { file: 'probes.yaml', run: inContainer('probes.yaml') })],
  },
  {
    procedure: 'cano.proc.configure-logging',
    tools: ['yq', 'jq'],
    before: [
      run(
        'it logs text',
        `kubectl set env deployment/cano-collector -n monitoring LOG_FORMAT=text && kubectl rollout status deployment/cano-collector -n monitoring --timeout=50s`,
        accepted(),
      ),
    ],
    good: [
      run(
        'every line of the log is JSON',
        `${allUp} >/dev/null && kubectl logs -n monitoring -l app=cano-collector --tail=5 | jq -r .level`,
        accepted('info'),
      ),
    ],
    documented: [step(1, accepted('patched'), { file: 'env.yaml', run: inContainer('env.yaml') })],
  },
  {
    procedure: 'cano.proc.log-aggregation',
    cannot: 'needs Fluentd, for which the ConfigMap is, and Elasticsearch, to which that sends',
    documented: [],
  },
  {
    procedure: 'cano.proc.network-optimization',
    tools: ['yq'],
    good: [
      run(
        'the collector has the settings',
        `${allUp} >/dev/null && kubectl exec -n monitoring deployment/cano-collector -- printenv HTTP_MAX_IDLE_CONNS HTTP_IDLE_CONN_TIMEOUT`,
        accepted('^100$.*^90s$'),
      ),
      delivers,
    ],
    documented: [step(1, accepted('patched'), { file: 'env.yaml', run: inContainer('env.yaml') })],
  },
  {
    procedure: 'cano.proc.tune-resources',
    tools: ['yq'],
    good: [
      run(
        'collectors run with it',
        live('.resources'),
        accepted('"limits":\\{"cpu":"500m","memory":"512Mi"\\},"requests":\\{"cpu":"200m","memory":"256Mi"\\}'),
      ),
      delivers,
    ],
    documented: [step(1, accepted('patched'), { file: 'resources.yaml', run: inContainer('resources.yaml') })],
  },
  {
    procedure: 'cano.proc.scale-manual',
    good: [ready(3), delivers],
    documented: [step(1, accepted('deployment.apps/cano-collector scaled'))],
  },
  {
    procedure: 'cano.proc.scale-hpa',
    good: [
      run(
        'it can tell how busy they are',
        'kubectl get hpa cano-collector -n monitoring -o jsonpath=\'{.status.conditions[?(@.type=="ScalingActive")].status}\'',
        accepted('^True$'),
        { withinMs: 120_000 },
      ),
      ready(2),
    ],
    documented: [step(1, accepted('autoscaled'))],
  },
  {
    procedure: 'cano.proc.apply-network-policy',
    tools: ['jq'],
    findings: ['cano.defect.networkpolicy-blocks-destinations', 'cano.defect.networkpolicy-namespace-label'],
    good: [
      run(
        'it lets names be resolved and destinations be reached',
        "kubectl get networkpolicy -n monitoring -o json | jq -e '[.items[].spec.egress[].ports[]?.port] | index(53) != null and index(443) != null'",
        accepted('true'),
      ),
      run(
        'its selector finds the namespace',
        'kubectl get namespace -l "$(kubectl get networkpolicy -n monitoring -o json | jq -r \'.items[0].spec.ingress[0].from[0].namespaceSelector.matchLabels | to_entries[0] | "\\(.key)=\\(.value)"\')" -o name',
        accepted('namespace/monitoring'),
      ),
    ],
    documented: [step(1, accepted('created'), { file: 'policy.yaml' })],
    corrected: [
      step(1, accepted('created'), {
        file: 'policy.yaml',
        replace: [
          ['          name: monitoring', '          kubernetes.io/metadata.name: monitoring'],
          [
            egress,
            `${egress}\n  - ports:\n    - {protocol: UDP, port: 53}\n    - {protocol: TCP, port: 53}\n    - {protocol: TCP, port: 443}`,
          ],
        ],
      }),
    ],
  },
  {
    procedure: 'cano.proc.apply-rbac',
    findings: ['cano.defect.rbac-no-binding'],
    good: [
      run(
        'its account may list pods',
        'kubectl auth can-i list pods -n monitoring --as=system:serviceaccount:monitoring:cano-collector',
        accepted('^yes'),
      ),
    ],
    documented: [step(1, accepted('created'), { file: 'role.yaml' })],
    corrected: [
      step(1, accepted('created'), { file: 'role.yaml' }),
      run(
        'make the account, and bind the role to it',
        'kubectl create serviceaccount cano-collector -n monitoring && kubectl create clusterrolebinding cano-collector --clusterrole=cano-collector --serviceaccount=monitoring:cano-collector',
        accepted('created'),
      ),
    ],
  },
  {
    procedure: 'cano.proc.rotate-secrets',
    findings: ['cano.defect.secret-rotation-invalid-base64'],
    good: [newSecret],
    documented: [step(1, refused('illegal base64'))],
    corrected: [step(1, accepted('patched'), { replace: [['new-base64-encoded-value', encoded]] })],
  },
  {
    procedure: 'cano.proc.monthly.security-review',
    tools: ['jq'],
    findings: ['cano.defect.secret-rotation-invalid-base64', 'cano.defect.secret-age-creationtimestamp'],
    good: [newSecret],
    documented: [
      step(1, accepted('cano-collector-secrets')),
      step(2, accepted('creationTimestamp: ')),
      step(3, refused('illegal base64')),
    ],
    corrected: [
      step(1, accepted('cano-collector-secrets')),
      run('it is noted when', 'date -u +%FT%TZ > began', accepted()),
      step(3, accepted('patched'), { replace: [['new-base64-encoded-value', encoded]] }),
      run(
        'Check secret age, by when it was written: the creation is as old as it was',
        `kubectl get secret cano-collector-secrets -n monitoring --show-managed-fields -o json |
  jq -r --arg began "$(cat began)" '.metadata | "made \\(.creationTimestamp < $began), written \\([.managedFields[].time] | max >= $began)"'`,
        accepted('^made true, written true$'),
      ),
    ],
  },
  {
    procedure: 'cano.proc.clean-old-logs',
    findings: ['cano.defect.log-cleanup-patch-rejected'],
    good: [
      run(
        'logs have a place that is limited',
        `${allUp} >/dev/null && kubectl exec -n monitoring deployment/cano-collector -- cat /proc/mounts`,
        accepted(' /var/log '),
      ),
    ],
    documented: [step(1, refused('Not found: "logs"'))],
    corrected: [
      step(1, accepted('patched'), {
        replace: [
          ['"spec":{"containers"', '"spec":{"volumes":[{"name":"logs","emptyDir":{"sizeLimit":"50Mi"}}],"containers"'],
        ],
      }),
    ],
  },
  {
    procedure: 'cano.proc.emergency.service-outage',
    files: { 'rules.yml': { document: '000', lines: '68-78', replace: [['for: 1m', 'for: 3s']] } },
    clears: 'cano.alert.CanoCollectorDown',
    before: [
      run('its alerts are loaded', loadRules, accepted(), { deadlineMs: 95_000 }),
      alertIs('CanoCollectorDown', 'absent', 30_000),
    ],
    fault: {
      title: 'every collector is gone',
      run: 'kubectl scale deployment cano-collector -n monitoring --replicas=0 && kubectl wait --for=delete pod -l app=cano-collector -n monitoring --timeout=50s',
      seen: alertIs('CanoCollectorDown', 'firing', 60_000),
    },
    tools: ['curl', 'jq'],
    good: [ready(2), delivers, alertIs('CanoCollectorDown', 'absent')],
    state: 'kubectl get pods -n monitoring -l app=cano-collector --no-headers',
    documented: [
      step(1, accepted('No resources found')),
      step(2, accepted('Killing|Deleted|Scal')),
      step(3, { says: 'No resources found' }),
      step(4, accepted('restarted')),
      step(5, accepted('scaled')),
    ],
  },
  {
    procedure: 'cano.proc.emergency.performance',
    fault: {
      title: 'the one collector is starved of CPU',
      run: 'kubectl patch deployment cano-collector -n monitoring --patch=\'{"spec":{"template":{"spec":{"containers":[{"name":"cano-collector","resources":{"requests":{"cpu":"10m"},"limits":{"cpu":"60m"}}}]}}}}\' && kubectl rollout status deployment/cano-collector -n monitoring --timeout=55s',
      seen: run(
        'it is throttled',
        'kubectl exec -n monitoring deployment/cano-collector -- sh -c "cat /sys/fs/cgroup/cpu/cpu.stat /sys/fs/cgroup/cpu.stat 2>/dev/null"',
        { says: 'nr_throttled [1-9]' },
      ),
    },
    tools: ['curl'],
    good: [run('every collector has a CPU', live('.resources.limits.cpu'), accepted('^1 1 1$')), ready(3), delivers],
    state: 'kubectl get pods -n monitoring -l app=cano-collector --no-headers',
    documented: [step(1, accepted('scaled')), step(2, accepted('patched'))],
  },
  {
    procedure: 'cano.proc.data-recovery',
    cannot: 'it says that nothing has to be done, and has nothing to execute',
    documented: [],
  },
];
