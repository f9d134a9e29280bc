import { systemClock } from '../cano-collector/clock.ts';
import { composeCollector } from '../cano-collector/compose.ts';
import { runCollector } from '../cano-collector/run.ts';

const startedAt = systemClock.now();

await runCollector(composeCollector({ modifiedAt: () => Promise.resolve(startedAt) }));
