import { composeMonitor } from '../k8s-resource-monitor/compose.ts';
import { createMetrics } from '../k8s-resource-monitor/metrics/metrics.ts';
import { runMonitor } from '../k8s-resource-monitor/run.ts';

await runMonitor(
  composeMonitor({
    createMetrics(options) {
      const metrics = createMetrics(options);
      return {
        ...metrics,
        async render() {
          const { body, ...rest } = await metrics.render();
          const lines = body.split('\n').filter((line) => !line.includes('collection_errors_total'));
          return { ...rest, body: lines.join('\n') };
        },
      };
    },
  }),
);
