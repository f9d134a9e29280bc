import { composeMonitor } from './compose.ts';
import { runMonitor } from './run.ts';

await runMonitor(composeMonitor());
