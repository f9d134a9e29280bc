import { composeFreightliner } from './compose.ts';
import { runFreightliner } from './run.ts';

await runFreightliner(composeFreightliner());
