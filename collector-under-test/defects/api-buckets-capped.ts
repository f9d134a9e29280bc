import { composeFreightliner } from '../freightliner/compose.ts';
import { createMetrics } from '../freightliner/metrics/metrics.ts';
import { httpBuckets } from '../freightliner/metrics/http-metrics.ts';
import { runFreightliner } from '../freightliner/run.ts';

await runFreightliner(
  composeFreightliner({
    createMetrics: (options) => createMetrics({ ...options, httpBuckets: httpBuckets.filter((bound) => bound <= 5) }),
  }),
);
