import {
  cpuLimit,
  endpointStatistics,
  withCurrentLimitNames,
  withPodTotals,
} from '../../fixtures/systems/endpoint-statistics/system.ts';
import { alertDrills, costlyRequests, rampTerms, type RunningRule } from '../../harness/index.ts';

const burning = (share: number) => costlyRequests({ path: '/api/stats/report?resamples=200', cores: share * cpuLimit });
/** Of the limit: what the reports cost, beside which the service answers requests and scrapes. */
const overShare = 1.1;
const underShare = 0.5;
const idle = { least: 0, most: 0.4 };
const over = { least: 1, most: 1.8 };

const terms = (rule: RunningRule) => rampTerms({ ...rule, before: idle, during: over });
const weight = { cpu: 0.2, memoryMb: 350 };

const correctedRule = (usage: string, limit: string): string => `groups:
  - name: corrected
    rules:
      - alert: CorrectedHighCPUUsage
        expr: sum(rate(container_cpu_usage_seconds_total{${usage}}[5m])) by (pod) / sum(${limit}) by (pod) > 0.8
        for: 15m
        labels: { severity: warning }
`;
const usage = 'namespace="endpoint-stats",container!=""';

export const endpointStatisticsHighCpuUsage = alertDrills({
  name: 'endpoint-statistics-high-cpu-usage',
  system: endpointStatistics,
  alertId: 'epstats.alert.HighCPUUsage',
  positive: {
    title: 'a service that uses all of its CPU limit is noticed',
    weight,
    disturb: (rule) => ({ fault: burning(overShare), ...terms(rule) }),
  },
  justUnder: {
    title: 'a service that uses less than four fifths of its CPU limit',
    weight,
    disturb: (rule) => ({ fault: burning(underShare), ...terms(rule) }),
  },
  shorterThanFor: {
    title: 'a short burst of CPU use is pending and no more',
    weight,
    disturb: (rule) => ({ fault: burning(overShare), ...terms(rule), holdMs: rule.windowMs + 0.15 * rule.forMs }),
  },
  findings: {
    'current-limit-names': {
      title: 'with the limits named as kube-state-metrics 2 does, only a corrected rule notices',
      weight,
      system: withCurrentLimitNames,
      disturb: (rule) => ({ fault: burning(overShare), ...terms(rule) }),
      correctedRules: correctedRule(
        usage,
        'kube_pod_container_resource_limits{namespace="endpoint-stats",resource="cpu"}',
      ),
      documented: 'silent',
      corrected: { alertname: 'CorrectedHighCPUUsage', behaviour: 'fires-and-clears' },
      finding: {
        id: 'epstats.defect.high-cpu-metrics-missing',
        documented: 'HighCPUUsage says that a pod has been using more than 80% of its CPU limit',
        shown:
          'kube-state-metrics 2 has no metric of the documented name, and the alert stays silent; the new name fires',
      },
    },
    'pod-totals': {
      title: 'with the cgroup of the pod told too, half of the limit raises the alert, and not the corrected rule',
      weight,
      system: withPodTotals,
      disturb: (rule) => ({
        fault: burning(underShare),
        ...rampTerms({ ...rule, before: { least: 0, most: 0.7 }, during: { least: 0.9, most: 1.8 } }),
      }),
      correctedRules: correctedRule(usage, 'kube_pod_container_resource_limits_cpu_cores{namespace="endpoint-stats"}'),
      documented: 'fires-and-clears',
      corrected: { alertname: 'CorrectedHighCPUUsage', behaviour: 'silent' },
      finding: {
        id: 'epstats.defect.high-cpu-double-count',
        documented: 'HighCPUUsage says that a pod has been using more than 80% of its CPU limit',
        shown: 'cAdvisor tells the usage of the container and of the pod, so half of the limit raises it',
      },
    },
  },
});
