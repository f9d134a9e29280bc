import { composeCollector } from '../cano-collector/compose.ts';
import { createMetrics } from '../cano-collector/metrics/metrics.ts';
import { runCollector } from '../cano-collector/run.ts';

await runCollector(
  composeCollector({
    createMetrics: (options) => ({ ...createMetrics(options), alertProcessed: () => undefined }),
  }),
);
