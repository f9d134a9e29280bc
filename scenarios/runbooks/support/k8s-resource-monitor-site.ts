import type { RunbookSite } from '../../../harness/index.ts';
import { deploymentKinds } from './deployment-kinds.ts';
import { onePod } from './one-pod.ts';

const settled = (name: string, within: string): string =>
  `kubectl rollout status deployment/${name} --timeout=${within}`;

/** The namespace `monitoring` with k8s-resource-monitor in it, as the document's commands name it, and a Prometheus. */
export const monitorSite: RunbookSite = {
  name: 'k8s-resource-monitor',
  system: 'k8s-resource-monitor',
  namespaces: ['monitoring'],
  manifests: ['fixtures/systems/k8s-resource-monitor/runbook-site.yaml', 'fixtures/runbooks/prometheus.yaml'],
  kinds: deploymentKinds,
  // A pod whose database a rehearsal has damaged never gets ready; the next begins with an empty one.
  ready: [
    `${settled('k8s-resource-monitor', '30s')} || kubectl delete pod -l app=k8s-resource-monitor --wait=false`,
    settled('k8s-resource-monitor', '120s'),
    settled('prometheus', '120s'),
    onePod('k8s-resource-monitor'),
    onePod('prometheus'),
  ].join(' && '),
  clusterRules: [
    { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list'] },
    { apiGroups: ['metrics.k8s.io'], resources: ['nodes'], verbs: ['get', 'list'] },
  ],
};
