import { composeCollector } from '../cano-collector/compose.ts';
import { processingBuckets } from '../cano-collector/metrics/alert-metrics.ts';
import { createMetrics } from '../cano-collector/metrics/metrics.ts';
import { runCollector } from '../cano-collector/run.ts';

await runCollector(
  composeCollector({
    createMetrics: (options) =>
      createMetrics({ ...options, processingBuckets: processingBuckets.filter((bound) => bound <= 5) }),
  }),
);
