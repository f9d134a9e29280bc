import { composeFreightliner } from '../freightliner/compose.ts';
import { createMetrics } from '../freightliner/metrics/metrics.ts';
import { durationBuckets } from '../freightliner/metrics/replication-metrics.ts';
import { runFreightliner } from '../freightliner/run.ts';

await runFreightliner(
  composeFreightliner({
    createMetrics: (options) =>
      createMetrics({ ...options, durationBuckets: durationBuckets.filter((bound) => bound <= 300) }),
  }),
);
