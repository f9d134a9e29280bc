import { composeMonitor } from '../k8s-resource-monitor/compose.ts';
import { createMetrics } from '../k8s-resource-monitor/metrics/metrics.ts';
import { runMonitor } from '../k8s-resource-monitor/run.ts';

/** More than the documented threshold in one look. */
const errorsAtOnce = 20;

await runMonitor(
  composeMonitor({
    createMetrics(options) {
      const metrics = createMetrics(options);
      return {
        ...metrics,
        async render() {
          for (let error = 0; error < errorsAtOnce; error += 1) metrics.collectionFailed();
          return await metrics.render();
        },
      };
    },
  }),
);
