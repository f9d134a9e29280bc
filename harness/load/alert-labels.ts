import type { LoadPlan } from './load-plan.ts';
import { hex, mix, pick } from './mix.ts';

type Problem = { readonly alertname: string; readonly severity: string };

const problems: readonly [Problem, ...Problem[]] = [
  { alertname: 'KubePodCrashLooping', severity: 'critical' },
  { alertname: 'KubeDeploymentReplicasMismatch', severity: 'warning' },
  { alertname: 'HighRequestLatency', severity: 'warning' },
  { alertname: 'HighErrorRate', severity: 'critical' },
  { alertname: 'ContainerMemoryNearLimit', severity: 'warning' },
  { alertname: 'PersistentVolumeFillingUp', severity: 'critical' },
  { alertname: 'CertificateExpiringSoon', severity: 'info' },
];
const namespaces = ['payments', 'checkout', 'search', 'identity', 'billing', 'monitoring'] as const;
const services = ['api', 'worker', 'gateway', 'scheduler', 'cache', 'ingest'] as const;
const clusters = ['prod-eu-1', 'prod-eu-2', 'prod-us-1'] as const;

/** The labels that an alert has in common with its group. */
export const groupLabels = ({ seed, hasOneCause, labels }: LoadPlan, identity: number): Record<string, string> => {
  if (hasOneCause) {
    const node = `node-${mix(seed, 0) % 64}`;
    const cluster = pick(clusters, mix(seed, 1));
    return { alertname: 'KubePodNotReady', severity: 'critical', cluster, node, job: 'kube-state-metrics', ...labels };
  }
  const namespace = pick(namespaces, mix(seed, identity, 2));
  const service = pick(services, mix(seed, identity, 3));
  const cluster = pick(clusters, mix(seed, identity, 4));
  return { ...pick(problems, mix(seed, identity, 1)), cluster, namespace, service, job: service, ...labels };
};

export type Place = {
  /** The group, the same whenever it fires again. */
  readonly identity: number;
  readonly place: number;
  /** What `groupLabels` gives for the identity. */
  readonly shared: Readonly<Record<string, string>>;
};

/** All labels of an alert; no two alerts of a load have the same. */
export const alertLabels = (plan: LoadPlan, { identity, place, shared }: Place): Record<string, string> => {
  const bits = mix(plan.seed, identity, 5 + place);
  const service = shared['service'] ?? pick(services, bits);
  return {
    namespace: pick(namespaces, bits >>> 8),
    service,
    pod: `${service}-${plan.run}-${(identity * plan.alertsPerRequest + place).toString(36).padStart(5, '0')}`,
    container: service,
    instance: `10.${(bits >>> 16) & 255}.${(bits >>> 8) & 255}.${bits & 255}:8080`,
    ...shared,
  };
};

/** Sixteen hexadecimal digits, as Alertmanager's fingerprints are; the same for the same labels. */
export const fingerprintOf = (plan: LoadPlan, { identity, place }: Place): string => {
  const run = Number.parseInt(plan.run, 16);
  return `${plan.run}${hex(mix(run, identity * plan.alertsPerRequest + place, plan.seed))}`;
};
