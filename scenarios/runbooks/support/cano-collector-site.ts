import type { RunbookSite } from '../../../harness/index.ts';
import { deploymentKinds } from './deployment-kinds.ts';
import { accepted, run } from './forms.ts';
import { onePod } from './one-pod.ts';

/** The namespace `monitoring` with cano-collector in it, as the documents' commands name it. */
export const monitoring: RunbookSite = {
  name: 'cano-collector',
  system: 'cano-collector',
  namespaces: ['monitoring'],
  manifests: ['fixtures/systems/cano-collector/runbook-site.yaml', 'fixtures/runbooks/prometheus.yaml'],
  kinds: [...deploymentKinds, 'horizontalpodautoscalers.autoscaling'],
  clusterRules: [
    {
      apiGroups: ['rbac.authorization.k8s.io'],
      resources: ['clusterroles'],
      verbs: ['get', 'create', 'patch', 'escalate'],
    },
    {
      apiGroups: ['rbac.authorization.k8s.io'],
      resources: ['clusterroles', 'clusterrolebindings'],
      verbs: ['get', 'create', 'bind'],
    },
    { apiGroups: [''], resources: ['namespaces'], verbs: ['get', 'list'] },
    {
      apiGroups: ['apiextensions.k8s.io'],
      resources: ['customresourcedefinitions'],
      verbs: ['get', 'list', 'watch', 'create', 'patch'],
    },
  ],
  clusterObjects: [
    'clusterrole/cano-collector',
    'clusterrolebinding/cano-collector',
    'customresourcedefinition/prometheusrules.monitoring.coreos.com',
  ],
  ready: [
    'kubectl rollout status deployment/cano-collector --timeout=120s',
    'kubectl rollout status deployment/receiver --timeout=120s',
    'kubectl rollout status deployment/prometheus --timeout=120s',
    onePod('cano-collector'),
    onePod('prometheus'),
    "kubectl wait persistentvolumeclaim/backup-pvc --for=jsonpath='{.status.phase}'=Bound --timeout=60s",
  ].join(' && '),
};

/** What collectors that did not start have said last. */
export const lastLog =
  'for pod in $(kubectl get pods -n monitoring -l app=cano-collector -o name); do kubectl logs -n monitoring $pod --tail=3; done';

/** Ends with 0 once every collector runs as its deployment has it, and none of another form is left. */
export const allUp = 'kubectl rollout status deployment/cano-collector -n monitoring --timeout=1s';

/** Collectors that have just begun, with nothing in their logs. */
export const healthyLog = run(
  'the log is one of a healthy collector',
  'kubectl rollout restart deployment/cano-collector -n monitoring && kubectl rollout status deployment/cano-collector -n monitoring --timeout=55s && until [ "$(kubectl get pods -n monitoring -l app=cano-collector --no-headers | wc -l)" = 1 ]; do sleep 0.3; done',
  accepted('successfully rolled out'),
);

/** Sends an alert, as Alertmanager does, and sees whether it reaches the destination. */
export const delivers = run(
  'an alert is delivered',
  `id=alert-$RANDOM$RANDOM
curl -s -X POST -H 'content-type: application/json' http://cano-collector.monitoring.svc.cluster.local:8080/api/alerts -d '{
  "version":"4","groupKey":"{}:{}","truncatedAlerts":0,"status":"firing","receiver":"collector","groupLabels":{},
  "commonLabels":{},"commonAnnotations":{},"externalURL":"http://alertmanager","alerts":[{"status":"firing",
  "labels":{"alertname":"Rehearsed","id":"'$id'"},"annotations":{},"startsAt":"'$(date -u +%FT%TZ)'",
  "endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://prometheus","fingerprint":"'$id'"}]}'
for i in $(seq 20); do
  kubectl logs -n monitoring deployment/receiver | grep -c "$id" && exit 0
  sleep 0.2
done
exit 1`,
  accepted(),
);
