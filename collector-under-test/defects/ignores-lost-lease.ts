import { ignoreLostLease } from './lost-lease/ignore-lost-lease.ts';
import { composeMonitor } from '../k8s-resource-monitor/compose.ts';
import { runMonitor } from '../k8s-resource-monitor/run.ts';

await runMonitor(composeMonitor({ createElection: ignoreLostLease }));
