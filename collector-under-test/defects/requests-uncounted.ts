import { composeMonitor } from '../k8s-resource-monitor/compose.ts';
import { createMetrics } from '../k8s-resource-monitor/metrics/metrics.ts';
import { runMonitor } from '../k8s-resource-monitor/run.ts';

await runMonitor(
  composeMonitor({ createMetrics: (options) => ({ ...createMetrics(options), request: () => undefined }) }),
);
