import type { Rehearsal } from '../../../harness/index.ts';
import { accepted, refused, run, step } from './forms.ts';
import { inMonitor, isHealthy, isUnhealthy, quickRules } from './k8s-resource-monitor-commands.ts';
import { alertIs, loadRules } from './prometheus-commands.ts';

const pods = 'kubectl get pods -n monitoring -l app=k8s-resource-monitor';
const rights = `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: k8s-resource-monitor, namespace: monitoring }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: k8s-resource-monitor }
subjects: [{ kind: ServiceAccount, name: k8s-resource-monitor, namespace: monitoring }]
`;
const mayList = 'kubectl auth can-i list pods --as=system:serviceaccount:monitoring:k8s-resource-monitor -n monitoring';
const notInImage = 'command terminated with exit code|executable file not found';
const allResources = 'pod/k8s-resource-monitor-.*service/k8s-resource-monitor .*deployment.apps/k8s-resource-monitor ';
const collected = ['resources', 'deployment', 'service', 'logs', 'events', 'config', 'nodes', 'nodes-usage'];

/** Procedures that look for what is wrong. */
export const troubleshootingRehearsals: readonly Rehearsal[] = [
  {
    procedure: 'k8smon.proc.troubleshoot.kubernetes-api',
    tools: ['jq'],
    files: { ...quickRules, 'rights.yaml': rights },
    clears: 'k8smon.alert.CollectionFailed',
    before: [
      run('its alerts are loaded', loadRules, accepted(), { deadlineMs: 95_000 }),
      alertIs('CollectionFailed', 'absent', 60_000),
    ],
    fault: {
      title: 'the account of the monitor has lost its rights',
      run: 'kubectl delete rolebinding k8s-resource-monitor -n monitoring',
      seen: alertIs('CollectionFailed', 'firing', 60_000),
    },
    good: [isHealthy('kubernetes'), alertIs('CollectionFailed', 'absent')],
    state: mayList,
    documented: [
      step(1, accepted('Unable to connect to Kubernetes API: \\S+ answered 403')),
      run('step 2 says to check the rights of the account: it may not list pods', mayList, refused('^no$')),
      run('they are given to it', 'kubectl apply -f rights.yaml', accepted('rolebinding.*created')),
      run('it may list pods', mayList, accepted('^yes$')),
    ],
  },
  {
    procedure: 'k8smon.proc.troubleshoot.prometheus-connection',
    tools: ['jq'],
    findings: ['k8smon.defect.exec-tools-in-image', 'k8smon.defect.curl-I-405'],
    before: [
      run(
        'Prometheus answers the documented request as if it did not work',
        'curl -sI http://prometheus:9090',
        accepted(' 405 '),
      ),
    ],
    fault: {
      title: 'the service of Prometheus finds none of its pods',
      // A connection that is open already goes on past its service, so the pod behind it is replaced too.
      run: `kubectl patch service prometheus -n monitoring -p '{"spec":{"selector":{"app":"prometheus-server"}}}' &&
kubectl rollout restart deployment/prometheus -n monitoring && kubectl rollout status deployment/prometheus -n monitoring --timeout=50s`,
      seen: isUnhealthy('prometheus'),
    },
    good: [isHealthy('prometheus')],
    state: 'kubectl get endpoints prometheus -n monitoring',
    documented: [step(1, refused(notInImage)), step(2, refused('executable file not found'))],
    corrected: [
      run(
        'the name is resolved',
        `${inMonitor} node -e 'require("node:dns").promises.lookup("prometheus").then(({ address }) => console.log(address))'`,
        accepted('^\\d+\\.\\d+\\.\\d+\\.\\d+$'),
      ),
      run(
        'nobody is there',
        `${inMonitor} node -e 'fetch("http://prometheus:9090/-/healthy", { signal: AbortSignal.timeout(3000) }).then(({ status }) => console.log(status))'`,
        refused('fetch failed|aborted|Timeout'),
      ),
      run(
        'a pod of Prometheus is ready, and the service has none',
        `kubectl get endpoints prometheus -n monitoring -o json | jq -c '[.subsets[]?.addresses[]?] | length'; kubectl get pods -n monitoring -l app=prometheus; kubectl get networkpolicies -n monitoring`,
        accepted('^0$.*prometheus-\\S+ +1/1 +Running'),
      ),
      run(
        'the service selects it',
        `kubectl patch service prometheus -n monitoring -p '{"spec":{"selector":{"app":"prometheus"}}}'`,
        accepted('patched'),
      ),
      run(
        'a request that Prometheus answers when it is healthy',
        `${inMonitor} node -e 'fetch("http://prometheus:9090/-/healthy", { method: "HEAD" }).then(({ status }) => console.log(status))'`,
        accepted('^200$'),
        { withinMs: 30_000 },
      ),
    ],
  },
  {
    procedure: 'k8smon.proc.troubleshoot.high-memory',
    tools: ['jq'],
    findings: ['k8smon.defect.placeholders', 'k8smon.defect.memory-advice'],
    fault: {
      title: 'the limit is too small for the monitor',
      run: 'kubectl set resources deployment/k8s-resource-monitor -n monitoring -c monitor --requests=memory=16Mi --limits=memory=32Mi',
      seen: run(
        'it is killed',
        `${pods} -o json | jq -r '.items[].status.containerStatuses[0] | .lastState.terminated.reason, .state.terminated.reason'`,
        accepted('^OOMKilled$'),
        { withinMs: 60_000 },
      ),
    },
    good: [
      run(
        'every pod has the new limit and has never been killed',
        `kubectl rollout status deployment/k8s-resource-monitor -n monitoring --timeout=1s && ${pods} -o json | jq -c '.items[] | [.spec.containers[0].resources.limits.memory, .status.containerStatuses[0].ready, .status.containerStatuses[0].restartCount]'`,
        { status: 'accepted', says: '^\\["2Gi",true,0\\]$' },
      ),
    ],
    state: pods,
    documented: [step(1, refused('"?k8s-resource-monitor-xxx"?.* not found'))],
    corrected: [
      step(1, accepted('OOMKilled'), {
        replace: [['k8s-resource-monitor-xxx', '-l app=k8s-resource-monitor']],
      }),
      run(
        'step 2 says to raise the limit',
        'kubectl set resources deployment/k8s-resource-monitor -n monitoring -c monitor --requests=memory=512Mi --limits=memory=2Gi',
        accepted('resource requirements updated'),
      ),
    ],
  },
  {
    procedure: 'k8smon.proc.debug-commands',
    documented: [
      step(1, accepted(allResources)),
      step(2, accepted('^Name:\\s+k8s-resource-monitor$.*^\\s+monitor:$')),
      step(3, accepted('k8s-resource-monitor-')),
      step(4, accepted('^prometheus-from-monitoring ')),
      step(5, accepted('^k8s-monitor-backup +Bound.*^k8s-monitor-data +Bound')),
      step(6, accepted('^secret/k8s-resource-monitor-env .*^configmap/k8s-resource-monitor-config ')),
    ],
  },
  {
    procedure: 'k8smon.proc.collect-diagnostics',
    findings: ['k8smon.defect.diagnostics-swallows'],
    documented: [
      step(1, accepted('Debug information collected in: ./debug-'), {
        file: 'collect.sh',
        run: 'KUBECONFIG=none bash collect.sh',
      }),
      run('there is nothing in it', 'find debug-* -type f -size +0', { status: 'accepted', saysNot: '\\S' }),
    ],
    corrected: [
      step(
        1,
        { status: 'refused', saysNot: 'collected in' },
        {
          file: 'collect.sh',
          run: 'KUBECONFIG=none bash collect.sh',
          replace: [
            ['NAMESPACE="monitoring"', 'set -euo pipefail\nNAMESPACE="monitoring"'],
            ['2>/dev/null', '2>/dev/null || true'],
          ],
        },
      ),
      run('it collects', 'rm -rf debug-* && bash collect.sh', accepted('^Debug information collected in: ./debug-'), {
        withinMs: 90_000,
      }),
      run(
        'everything is there, and no password',
        `cd debug-* && for each in ${collected.join(' ')}; do test -s $each.txt || { echo "$each is empty"; exit 1; }; done; cat *.txt`,
        { status: 'accepted', says: 'k8s-resource-monitor', saysNot: 'hunter2|U01UUF9QQVNTV09SRD' },
      ),
    ],
  },
];
