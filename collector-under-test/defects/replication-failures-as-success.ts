import { composeFreightliner } from '../freightliner/compose.ts';
import { createMetrics } from '../freightliner/metrics/metrics.ts';
import { runFreightliner } from '../freightliner/run.ts';

await runFreightliner(
  composeFreightliner({
    createMetrics(options) {
      const metrics = createMetrics(options);
      const success = { outcome: 'success', bytes: 0, layers: 0 } as const;
      return { ...metrics, replicated: (job, _result, seconds) => metrics.replicated(job, success, seconds) };
    },
  }),
);
