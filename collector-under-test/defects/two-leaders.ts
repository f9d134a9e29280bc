import { ignoreLostLease } from './lost-lease/ignore-lost-lease.ts';
import { composeMonitor } from '../k8s-resource-monitor/compose.ts';
import { runMonitor } from '../k8s-resource-monitor/run.ts';
import { openFence } from '../k8s-resource-monitor/store/fence.ts';
import { openStore } from '../k8s-resource-monitor/store/store.ts';

await runMonitor(
  composeMonitor({
    createElection: ignoreLostLease,
    openStore: (settings) => openStore(settings, (db) => ({ ...openFence(db), enter: () => undefined })),
  }),
);
