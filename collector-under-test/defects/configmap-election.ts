import { composeMonitor } from '../k8s-resource-monitor/compose.ts';
import { runMonitor } from '../k8s-resource-monitor/run.ts';
import { electByConfigMap } from './configmap-election/elect-by-config-map.ts';

await runMonitor(composeMonitor({ createElection: electByConfigMap }));
