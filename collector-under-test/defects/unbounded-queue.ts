import { composeCollector } from '../cano-collector/compose.ts';
import { runCollector } from '../cano-collector/run.ts';

const collector = composeCollector();

await runCollector({
  ...collector,
  start: async (options) =>
    await collector.start({ ...options, settings: { ...options.settings, queueLimit: Number.POSITIVE_INFINITY } }),
});
