import { composeFreightliner } from '../freightliner/compose.ts';
import { createMetrics } from '../freightliner/metrics/metrics.ts';
import { runFreightliner } from '../freightliner/run.ts';

await runFreightliner(
  composeFreightliner({
    createMetrics(options) {
      const metrics = createMetrics(options);
      return {
        ...metrics,
        httpAnswered: (answer) => metrics.httpAnswered({ ...answer, status: Math.min(answer.status, 200) }),
      };
    },
  }),
);
