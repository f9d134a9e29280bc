import { composeMonitor } from '../k8s-resource-monitor/compose.ts';
import { runMonitor } from '../k8s-resource-monitor/run.ts';
import { listenBehindCache } from './stale-cache/listen.ts';

await runMonitor(composeMonitor({ listen: listenBehindCache }));
