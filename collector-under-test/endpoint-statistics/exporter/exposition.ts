import type { Usage } from './process-group.ts';

/** What a pod is, and how its limits are told. */
export interface PodOptions {
  namespace: string;
  pod: string;
  container: string;
  /** In cores; a container without one has no such series. */
  cpuLimit: number | undefined;
  /** In bytes. */
  memoryLimit: number | undefined;
  /** The names of kube-state-metrics before 2.0, which the documents use, or those that have replaced them. */
  limitNames: 'v1' | 'v2';
  /** Whether the pod's own cgroup is told too, as cAdvisor does: the same usage again, with an empty container. */
  podTotals: boolean;
}

type Labels = Record<string, string>;
type Sample = [labels: Labels, value: number];

/** Renders the usage of a container, none while it does not run, and its limits in Prometheus' text format. */
export function renderPod(options: PodOptions, usage: Usage | undefined): string {
  const { namespace, pod, container, podTotals } = options;
  const ofPod = { namespace, pod };
  const containers = podTotals ? [container, ''] : [container];
  const samples = (value: number): Sample[] => containers.map((name) => [{ ...ofPod, container: name }, value]);
  const used =
    usage === undefined
      ? []
      : [
          family('container_cpu_usage_seconds_total', 'counter', samples(usage.cpuSeconds)),
          family('container_memory_usage_bytes', 'gauge', samples(usage.memoryBytes)),
        ];
  return [...used, ...limits(options)].join('');
}

function limits({ namespace, pod, container, cpuLimit, memoryLimit, limitNames }: PodOptions): string[] {
  const labels = { namespace, pod, container };
  const name = 'kube_pod_container_resource_limits';
  if (limitNames === 'v2') {
    const samples: Sample[] = [
      ...(cpuLimit === undefined ? [] : [[{ ...labels, resource: 'cpu', unit: 'core' }, cpuLimit] satisfies Sample]),
      ...(memoryLimit === undefined
        ? []
        : [[{ ...labels, resource: 'memory', unit: 'byte' }, memoryLimit] satisfies Sample]),
    ];
    return samples.length === 0 ? [] : [family(name, 'gauge', samples)];
  }
  return [
    ...(cpuLimit === undefined ? [] : [family(`${name}_cpu_cores`, 'gauge', [[labels, cpuLimit]])]),
    ...(memoryLimit === undefined ? [] : [family(`${name}_memory_bytes`, 'gauge', [[labels, memoryLimit]])]),
  ];
}

function family(name: string, type: string, samples: readonly Sample[]): string {
  const lines = samples.map(([labels, value]) => `${name}{${renderLabels(labels)}} ${value}\n`);
  return `# TYPE ${name} ${type}\n${lines.join('')}`;
}

function renderLabels(labels: Labels): string {
  return Object.entries(labels)
    .map(
      ([label, value]) => `${label}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`,
    )
    .join(',');
}
