import { composeFreightliner } from '../freightliner/compose.ts';
import { createMetrics } from '../freightliner/metrics/metrics.ts';
import { runFreightliner } from '../freightliner/run.ts';

await runFreightliner(
  composeFreightliner({
    createMetrics: (options) => ({ ...createMetrics(options), panicked: () => undefined }),
  }),
);
