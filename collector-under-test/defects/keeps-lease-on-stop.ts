import { composeMonitor } from '../k8s-resource-monitor/compose.ts';
import { createElection } from '../k8s-resource-monitor/election/create-election.ts';
import { runMonitor } from '../k8s-resource-monitor/run.ts';

await runMonitor(
  composeMonitor({
    createElection: (deps) => ({ ...createElection(deps), [Symbol.asyncDispose]: () => Promise.resolve() }),
  }),
);
