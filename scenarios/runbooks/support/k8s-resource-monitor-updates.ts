import type { Rehearsal } from '../../../harness/index.ts';
import { accepted, refused, run, step } from './forms.ts';
import { quickRules } from './k8s-resource-monitor-commands.ts';
import { alertIs, loadRules } from './prometheus-commands.ts';

const imageOf =
  "kubectl get deployment k8s-resource-monitor -n monitoring -o jsonpath='{.spec.template.spec.containers[0].image}'";
/** The same image by its full name stands for another version of it. */
const otherName = `old=$(${imageOf}); case "$old" in docker.io/*) new=\${old#docker.io/};; *) new=docker.io/$old;; esac`;
const answers = run(
  'the service answers',
  'curl -sf http://k8s-resource-monitor:8000/health/readiness',
  accepted('"ready"'),
);
const pods = 'kubectl get pods -n monitoring -l app=k8s-resource-monitor';

/** Two colours of the deployment, of which blue serves, and somebody who asks it all the time. */
const blueServes = `mkdir -p k8s
for colour in blue green; do
  kubectl get deployment k8s-resource-monitor -n monitoring -o yaml | colour=$colour yq '
    del(.status, .metadata.uid, .metadata.resourceVersion, .metadata.creationTimestamp, .metadata.generation, .metadata.annotations)
    | .metadata.name = .metadata.name + "-" + strenv(colour)
    | .spec.selector.matchLabels.version = strenv(colour) | .spec.template.metadata.labels.version = strenv(colour)
  ' > k8s/deployment-$colour.yaml
done
kubectl delete deployment k8s-resource-monitor -n monitoring --wait=true --cascade=foreground &&
kubectl apply -f k8s/deployment-blue.yaml &&
kubectl rollout status deployment/k8s-resource-monitor-blue -n monitoring --timeout=50s &&
kubectl patch service k8s-resource-monitor -n monitoring -p '{"spec":{"selector":{"version":"blue"}}}' || exit 1
for _ in $(seq 100); do curl -sf http://k8s-resource-monitor:8000/health/liveness && break; sleep 0.1; done
while sleep 0.1; do
  curl -s -o false.txt -w '%{http_code}\\n' --max-time 2 http://k8s-resource-monitor:8000/health/liveness >> answers
done > asking.log 2>&1 &`;
const serving = `kubectl get endpoints k8s-resource-monitor -n monitoring -o jsonpath='{.subsets[*].addresses[*].targetRef.name}'`;
const inMonitoring = ['k8s-resource-monitor', 'k8s-resource-monitor -n monitoring'] as const;

/** Procedures that bring a version out, or back. */
export const updateRehearsals: readonly Rehearsal[] = [
  {
    procedure: 'k8smon.proc.update.rolling',
    findings: ['k8smon.defect.placeholders', 'k8smon.defect.blue-green-naming'],
    before: [run('the old image is known', `${imageOf} > old`, accepted())],
    state: imageOf,
    good: [
      run(
        'the new version has taken over',
        `${pods} -o json | jq -r --arg old "$(cat old)" '.items[] | select(.spec.containers[0].image != $old) | "other \\(.status.containerStatuses[0].ready)"'`,
        accepted('^other true$'),
      ),
      run(
        'nothing of the update is left to do',
        'kubectl rollout status deployment/k8s-resource-monitor -n monitoring --timeout=1s',
        accepted('successfully'),
      ),
      answers,
    ],
    documented: [
      step(1, accepted('image updated')),
      step(2, refused('Waiting for deployment'), { deadlineMs: 15_000 }),
      run(
        'the image is nowhere, and the old pod serves on',
        `${pods}; curl -sf http://k8s-resource-monitor:8000/health/readiness`,
        accepted('ErrImagePull|ImagePullBackOff.*"ready"'),
        { withinMs: 20_000 },
      ),
    ],
    corrected: [
      step(1, accepted('image updated'), {
        file: 'update.sh',
        run: `${otherName}; new=$new bash update.sh`,
        replace: [['your-registry.com/k8s-resource-monitor:v2.0.0', '"$new"']],
      }),
      step(2, accepted('successfully rolled out')),
    ],
  },
  {
    procedure: 'k8smon.proc.update.rollback',
    files: quickRules,
    clears: 'k8smon.alert.K8sResourceMonitorDown',
    before: [
      run('its alerts are loaded', loadRules, accepted(), { deadlineMs: 95_000 }),
      run('the old image is known', `${imageOf} > old`, accepted()),
      alertIs('K8sResourceMonitorDown', 'absent', 30_000),
    ],
    fault: {
      title: 'the new version cannot be pulled, and the old one is gone',
      run: `kubectl patch deployment k8s-resource-monitor -n monitoring -p '{"spec":{"strategy":{"type":"Recreate","rollingUpdate":null}}}' &&
kubectl set image deployment/k8s-resource-monitor monitor=your-registry.com/k8s-resource-monitor:v2.0.0 -n monitoring`,
      seen: alertIs('K8sResourceMonitorDown', 'firing', 60_000),
    },
    good: [
      answers,
      run('it is the old image', `test "$(${imageOf})" = "$(cat old)"`, accepted()),
      alertIs('K8sResourceMonitorDown', 'absent'),
    ],
    state: pods,
    documented: [step(1, accepted('rolled back'))],
  },
  {
    procedure: 'k8smon.proc.update.blue-green',
    tools: ['yq'],
    findings: [
      'k8smon.defect.blue-green-switch-without-readiness',
      'k8smon.defect.blue-green-wrong-namespace',
      'k8smon.defect.blue-green-naming',
    ],
    before: [run('blue serves', blueServes, accepted(), { deadlineMs: 120_000 })],
    state: serving,
    good: [
      run('green serves, and it alone', serving, { status: 'accepted', says: '-green-', saysNot: '-blue-' }),
      run('nobody was refused', 'sort answers | uniq -c', {
        status: 'accepted',
        says: '^ *\\d+ 200$',
        saysNot: '^ *\\d+ (?!200)\\d+$',
      }),
    ],
    documented: [
      step(1, accepted('k8s-resource-monitor-green created')),
      step(2, refused('NotFound|forbidden'), {
        title: '2. in a shell whose context names another namespace, as the others’ -n monitoring suggests',
        file: 'switch.sh',
        run: `kubectl config view --raw > elsewhere && KUBECONFIG=elsewhere kubectl config set-context --current --namespace=default &&
KUBECONFIG=elsewhere bash switch.sh`,
      }),
      step(2, accepted('patched')),
      step(3, accepted('deleted')),
      run('some were refused', 'sort answers | uniq -c', accepted('^ *\\d+ 503$'), { withinMs: 20_000 }),
      run(
        'the other procedures know no such deployment',
        'kubectl rollout undo deployment/k8s-resource-monitor -n monitoring',
        refused('not found'),
      ),
    ],
    corrected: [
      step(1, accepted('k8s-resource-monitor-green created')),
      run(
        'green is ready',
        'kubectl rollout status deployment/k8s-resource-monitor-green -n monitoring --timeout=50s',
        accepted('successfully'),
      ),
      step(2, accepted('patched'), { replace: [inMonitoring] }),
      run('green serves', serving, { status: 'accepted', says: '-green-', saysNot: '-blue-' }, { withinMs: 20_000 }),
      step(3, accepted('deleted'), { replace: [['-blue', '-blue -n monitoring']] }),
    ],
  },
];
