import type { Rehearsal } from '../../../harness/index.ts';
import { accepted, refused, run, step } from './forms.ts';
import { intoMonitor, settled } from './k8s-resource-monitor-commands.ts';

/** What the document's code calls of the client library, said to the real API by kubectl. */
const client = {
  'kubernetes_asyncio/__init__.py': 'from . import client, config\n',
  'kubernetes_asyncio/config.py': '',
  'kubernetes_asyncio/client/rest.py': `class ApiException(Exception):
    def __init__(self, status, text): super().__init__(text); self.status = status
`,
  'kubernetes_asyncio/client/__init__.py': `import subprocess
from .rest import ApiException
class V1ObjectMeta:
    def __init__(self, name): self.name = name
class V1ConfigMap:
    def __init__(self, metadata, data): self.metadata, self.data = metadata, data
def kubectl(*words):
    said = subprocess.run(['kubectl', *words], capture_output=True, text=True)
    statuses = {'(AlreadyExists)': 409, '(Forbidden)': 403, '(NotFound)': 404, 'already exists': 409}
    if said.returncode != 0:
        raise ApiException(next((status for text, status in statuses.items() if text in said.stderr), 500), said.stderr)
class CoreV1Api:
    async def create_namespaced_config_map(self, namespace, body):
        literals = [f'--from-literal={key}={value}' for key, value in body.data.items()]
        kubectl('create', 'configmap', body.metadata.name, '-n', namespace, *literals)
    async def delete_namespaced_config_map(self, name, namespace): kubectl('delete', 'configmap', name, '-n', namespace)
`,
};
/** Asks who leads: the same instance three times, and another after a crash of the first. */
const cycles = `
a, b = leader_election, LeaderElection('k8s-resource-monitor-leader', 'monitoring')
async def main():
    for cycle in range(3):
        await a.acquire_leadership()
        print('cycle', cycle, a.is_leader)
    await b.acquire_leadership()
    print('after a crash', b.is_leader)
asyncio.run(main())
`;
const leases = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: k8s-resource-monitor-leases, namespace: monitoring }
rules: [{ apiGroups: [coordination.k8s.io], resources: [leases], verbs: [get, create, update] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: k8s-resource-monitor-leases, namespace: monitoring }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: k8s-resource-monitor-leases }
subjects: [{ kind: ServiceAccount, name: k8s-resource-monitor, namespace: monitoring }]
`;
/** Says of each pod whether it leads. */
const leaders = `#!/bin/bash
for pod in $(kubectl get pods -n monitoring -l app=k8s-resource-monitor -o json |
  jq -r '.items[] | select(.metadata.deletionTimestamp == null) | .metadata.name'); do
  echo "$(kubectl get --raw "/api/v1/namespaces/monitoring/pods/$pod:8000/proxy/metrics" |
    grep '^leader_election_master_status' | cut -d ' ' -f 2) $pod"
done | sort -r
`;

/** Procedures for when one pod is too small, or too few. */
export const scalingRehearsals: readonly Rehearsal[] = [
  {
    procedure: 'k8smon.proc.scale.vertical',
    tools: ['yq', 'jq'],
    findings: ['k8smon.defect.placeholders'],
    state:
      'kubectl get deployment k8s-resource-monitor -n monitoring -o jsonpath={.spec.template.spec.containers[0].resources}',
    documented: [
      step(1, refused('"?k8s-resource-monitor-xxx"?.* not found')),
      step(2, refused('"?k8s-resource-monitor-xxx"?.* not found')),
    ],
    corrected: [
      step(1, accepted('k8s-resource-monitor-\\S+\\s+\\d+m\\s+\\d+Mi'), {
        replace: [['k8s-resource-monitor-xxx', '-l app=k8s-resource-monitor']],
        withinMs: 90_000,
      }),
      step(2, accepted('Limits:.*cpu:\\s+1\\s+memory:\\s+512Mi'), {
        replace: [['k8s-resource-monitor-xxx', '-l app=k8s-resource-monitor']],
      }),
      step(3, accepted('patched'), { file: 'resources.yaml', run: intoMonitor('resources.yaml', '') }),
      settled,
      run(
        'the pod has them, and can hold 1.5 GiB',
        `kubectl get pods -n monitoring -l app=k8s-resource-monitor -o json | jq -c '.items[] | select(.metadata.deletionTimestamp == null) | .spec.containers[0].resources' &&
kubectl exec deployment/k8s-resource-monitor -n monitoring -c monitor -- node -e 'const held = []; for (let i = 0; i < 24; i++) held.push(Buffer.alloc(64 * 2 ** 20, 1)); console.log("held", held.length * 64)'`,
        accepted(
          '"limits":\\{"cpu":"1500m","memory":"2Gi"\\},"requests":\\{"cpu":"500m","memory":"512Mi"\\}.*held 1536',
        ),
      ),
    ],
  },
  {
    procedure: 'k8smon.proc.scale.horizontal-leader-election',
    tools: ['python3', 'jq'],
    findings: [
      'k8smon.defect.leader-self-demotion',
      'k8smon.defect.leader-no-lease',
      'k8smon.defect.leader-rbac-missing',
      'k8smon.defect.sqlite-horizontal-scaling',
    ],
    files: { ...client, 'cycles.py': cycles, 'leases.yaml': leases, 'leaders.sh': leaders },
    before: [
      run('nobody has led', 'kubectl delete lease k8s-resource-monitor -n monitoring --ignore-not-found', accepted()),
    ],
    good: [
      run(
        'exactly one of two leads',
        './leaders.sh',
        { status: 'accepted', says: '^1 .*^0 ', saysNot: '^1 .*^1 ' },
        { withinMs: 60_000 },
      ),
    ],
    state: './leaders.sh',
    documented: [
      step(2, accepted('^cycle 0 True\\s^cycle 1 False\\s^cycle 2 False\\s^after a crash False'), {
        lines: '349-397',
        file: 'election.py',
        run: 'cat election.py cycles.py > main.py && python3 main.py',
      }),
      run(
        'the lock stays, and names nobody',
        'kubectl get configmap k8s-resource-monitor-leader -n monitoring -o jsonpath={.data.leader}',
        accepted('^current-pod-name$'),
      ),
      run(
        'the account of the monitor may not hold one',
        'kubectl auth can-i create configmaps --as=system:serviceaccount:monitoring:k8s-resource-monitor -n monitoring',
        refused('^no$'),
      ),
    ],
    corrected: [
      run('its account may hold a Lease', 'kubectl apply -f leases.yaml', accepted()),
      run(
        'two replicas elect one',
        `kubectl set env deployment/k8s-resource-monitor -c monitor -n monitoring ELECTION_LEASE=monitoring/k8s-resource-monitor ELECTION_LEASE_SECONDS=5 &&
kubectl scale deployment/k8s-resource-monitor -n monitoring --replicas=2`,
        accepted(),
      ),
      settled,
      run(
        'exactly one leads',
        './leaders.sh',
        { status: 'accepted', says: '^1 .*^0 ', saysNot: '^1 .*^1 ' },
        { withinMs: 30_000 },
      ),
      run(
        'the leader is killed',
        "./leaders.sh | awk '$1 == 1 { print $2 }' > leader && kubectl delete pod $(cat leader) -n monitoring --grace-period=0 --force",
        accepted('deleted'),
      ),
      run('another leads', './leaders.sh | grep -vF "$(cat leader)"', accepted('^1 '), { withinMs: 30_000 }),
    ],
  },
];
