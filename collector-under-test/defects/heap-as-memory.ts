import { composeFreightliner } from '../freightliner/compose.ts';
import { runFreightliner } from '../freightliner/run.ts';

await runFreightliner(composeFreightliner({ memoryBytes: () => process.memoryUsage().heapUsed }));
