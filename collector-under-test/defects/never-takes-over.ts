import { composeMonitor } from '../k8s-resource-monitor/compose.ts';
import { createElection } from '../k8s-resource-monitor/election/create-election.ts';
import { leaseApi } from '../k8s-resource-monitor/election/lease-api.ts';
import type { Claim, Lease } from '../k8s-resource-monitor/election/lease-api.ts';
import { runMonitor } from '../k8s-resource-monitor/run.ts';

const isTaking = (claim: Claim, over: Lease | undefined) =>
  over !== undefined && over.holder !== claim.holder && claim.holder !== '';

await runMonitor(
  composeMonitor({
    createElection: (deps) =>
      createElection(deps, (ask, where) => {
        const api = leaseApi(ask, where);
        return { ...api, put: async (claim, over) => !isTaking(claim, over) && (await api.put(claim, over)) };
      }),
  }),
);
