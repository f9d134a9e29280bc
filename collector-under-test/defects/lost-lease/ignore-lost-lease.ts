import type { ElectionDeps } from '../../k8s-resource-monitor/election/create-election.ts';
import { createElection } from '../../k8s-resource-monitor/election/create-election.ts';
import type { Election, Term } from '../../k8s-resource-monitor/election/election.ts';

/** Elects by the Lease, but who has led once takes itself for the leader ever after. */
export function ignoreLostLease(deps: ElectionDeps): Election {
  const election = createElection(deps);
  let kept: Term | undefined;
  return {
    acquire: async () => (kept ??= await election.acquire()),
    current: () => kept && { term: kept, leftMs: Infinity },
    [Symbol.asyncDispose]: () => election[Symbol.asyncDispose](),
  };
}
