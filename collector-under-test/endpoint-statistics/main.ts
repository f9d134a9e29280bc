import { composeService } from './compose.ts';
import { runService } from './run.ts';

await runService(composeService());
