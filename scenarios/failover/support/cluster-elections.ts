import {
  cutOffNode,
  deletePod,
  type DeliveryStack,
  type LeaseState,
  type TargetedFault,
} from '../../../harness/index.ts';
import { electionDrill, handOver, type ElectionDrill } from './election-drill.ts';
import { waits } from './election-settings.ts';
import { recordHandOver, strike } from './hand-over.ts';
import { past, recordPast } from './past-leader.ts';
import { collectsOn, prove } from './prove-election.ts';

/** Ways in which a leader falls with what is around it on a cluster: its pod and its node. */
export const clusterElections: readonly ElectionDrill[] = [
  electionDrill([], {
    name: 'leader-pod-deleted',
    title: 'the pod of the leader of three monitors is deleted: another takes over at once',
    onCluster: true,
    needs: ['cluster'],
    terms: [waits.release, waits.collections],
    async script(context) {
      await recordHandOver(context, await strike(context, deleteItsPod), handOver, 'release');
      await prove(context, 2);
    },
  }),
  electionDrill([past], {
    name: 'leader-node-cut-off',
    title: 'the node of the leader of three monitors is cut off and comes back: who led before leads no longer',
    onCluster: true,
    needs: ['many-nodes'],
    onDemand: true,
    terms: [waits.expiry, waits.moreCollections, waits.collections],
    async script(context) {
      const fallen = await strike(context, cutOffItsNode);
      await recordHandOver(context, fallen, handOver);
      await collectsOn(context);
      // Cut off, it does not reach what it collects from: only when it is back could two collect at once.
      await fallen.broken[Symbol.asyncDispose]();
      await recordPast(context, fallen.replica);
      await prove(context, 2);
    },
  }),
];

const deleteItsPod = (stack: DeliveryStack, _: number, lease: LeaseState): TargetedFault => ({
  ...deletePod(stack, podOf(lease)),
  title: 'the pod of the leader is deleted',
});

const cutOffItsNode = (stack: DeliveryStack, _: number, lease: LeaseState): TargetedFault => ({
  ...cutOffNode(stack, podOf(lease)),
  title: 'the node of the leader is cut off',
});

/** A monitor holds the Lease by its pod's name and an id of its own. */
const podOf = ({ holder }: LeaseState): string => holder.replace(/_[^_]*$/, '');
