import { composeService } from '../endpoint-statistics/compose.ts';
import { createMetrics } from '../endpoint-statistics/metrics/metrics.ts';
import { runService } from '../endpoint-statistics/run.ts';

/** Those that client libraries take when they are told none. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

await runService(composeService({ createMetrics: () => createMetrics({ buckets }) }));
