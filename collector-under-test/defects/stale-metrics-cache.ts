import { composeCollector } from '../cano-collector/compose.ts';
import { runCollector } from '../cano-collector/run.ts';
import { listenBehindCache } from './stale-cache/listen.ts';

await runCollector(composeCollector({ listen: listenBehindCache }));
