import { accepted, run } from './forms.ts';

/** A command in the monitor's container; what is piped to it is its input. */
export const inMonitor = 'kubectl exec -i deployment/k8s-resource-monitor -n monitoring -c monitor --';

/** How the monitor says that it is. */
export const health = 'curl -s http://k8s-resource-monitor:8000/health';

/** A component of the monitor is healthy. */
export const isHealthy = (component: string) =>
  run(`the monitor says that ${component} is healthy`, health, accepted(`"${component}_status":"healthy"`));

/** A component of the monitor is not healthy, within half a minute. */
export const isUnhealthy = (component: string) =>
  run(`the monitor says that ${component} is not healthy`, health, accepted(`"${component}_status":"unhealthy"`), {
    withinMs: 30_000,
  });

/** Waits for the monitor's pods to be as its Deployment says. */
export const settled = run(
  'the pods are as the deployment says',
  'kubectl rollout status deployment/k8s-resource-monitor -n monitoring --timeout=90s',
  accepted('successfully rolled out'),
  { deadlineMs: 95_000 },
);

/** Puts a fragment of a container, as the document gives it, into the monitor's. */
export const intoMonitor = (file: string, under: string): string => `fragment=${file} yq -n '
  .spec.template.spec.containers[0] = load(strenv(fragment))${under} | .spec.template.spec.containers[0].name = "monitor"
' > patch.yaml && kubectl patch deployment k8s-resource-monitor -n monitoring --patch-file patch.yaml`;

/** The document's rules with shorter times, so that an alert fires and clears while somebody waits. */
export const quickRules = {
  'rules.yml': {
    document: '003',
    lines: '560-585',
    replace: [
      ['for: 5m', 'for: 3s'],
      ['[1h]', '[20s]'],
    ],
  },
} as const;
