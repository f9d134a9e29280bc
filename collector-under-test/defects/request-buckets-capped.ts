import { composeService } from '../endpoint-statistics/compose.ts';
import { createMetrics } from '../endpoint-statistics/metrics/metrics.ts';
import { runService } from '../endpoint-statistics/run.ts';

const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1];

await runService(composeService({ createMetrics: () => createMetrics({ buckets }) }));
