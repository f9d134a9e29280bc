import { composeCollector } from './compose.ts';
import { runCollector } from './run.ts';

await runCollector(composeCollector());
