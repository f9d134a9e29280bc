import { composeService } from '../endpoint-statistics/compose.ts';
import { createMetrics } from '../endpoint-statistics/metrics/metrics.ts';
import { runService } from '../endpoint-statistics/run.ts';

await runService(
  composeService({
    createMetrics() {
      const metrics = createMetrics();
      return {
        ...metrics,
        request: (observation) => metrics.request({ ...observation, status: Math.min(observation.status, 200) }),
      };
    },
  }),
);
