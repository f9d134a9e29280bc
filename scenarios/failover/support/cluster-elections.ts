import type { Cluster, DeliveryStack, LeaseState, TargetedFault } from '../../../harness/index.ts';
import { electionDrill, handOver, type ElectionDrill } from './election-drill.ts';
import { waits } from './election-settings.ts';
import { recordHandOver, strike } from './hand-over.ts';
import { prove } from './prove-election.ts';

/** Ways in which a leader falls with what is around it on a cluster: its pod and its node. */
export const clusterElections: readonly ElectionDrill[] = [
  electionDrill([], {
    name: 'leader-pod-deleted',
    title: 'the pod of the leader of three monitors is deleted: another takes over at once',
    onCluster: ['cluster'],
    terms: [waits.release, waits.collections],
    async script(context) {
      await recordHandOver(context, await strike(context, deletePod), handOver, 'release');
      await prove(context, 2);
    },
  }),
  electionDrill([], {
    name: 'leader-node-cut-off',
    title: 'the node of the leader of three monitors is cut off, and goes on to run: it leads no longer',
    onCluster: ['many-nodes'],
    onDemand: true,
    terms: [waits.expiry, waits.collections],
    async script(context) {
      const fallen = await strike(context, cutOffNode);
      await recordHandOver(context, fallen, handOver);
      await prove(context, 2);
      await fallen.broken[Symbol.asyncDispose]();
    },
  }),
];

/** Deletes the pod of a leader as `kubectl delete` does, with its grace; its Deployment makes another. */
const deletePod = (stack: DeliveryStack, _: number, lease: LeaseState): TargetedFault => ({
  title: 'the pod of the leader is deleted',
  async inject() {
    const from = stack.clock.now();
    await clusterOf(stack).remove(podOf(lease));
    return { from, proof: 'the API server has it no more', [Symbol.asyncDispose]: async () => await Promise.resolve() };
  },
});

/** Takes the node of a leader off the network; what runs on it runs on. */
const cutOffNode = (stack: DeliveryStack, _: number, lease: LeaseState): TargetedFault => ({
  title: 'the node of the leader is cut off',
  async inject() {
    const cluster = clusterOf(stack);
    const pod = (await cluster.read(podOf(lease))) as { readonly spec?: { readonly nodeName?: string } } | undefined;
    const node = cluster.nodes.find(({ name }) => name === pod?.spec?.nodeName);
    if (node === undefined) throw new Error(`${podOf(lease).name} runs on no node`);
    const from = stack.clock.now();
    const cut = await node.cutOff();
    const proof = `its engine has ${node.name} on no network`;
    return { from, proof, [Symbol.asyncDispose]: async () => await cut[Symbol.asyncDispose]() };
  },
});

/** A monitor holds the Lease by its pod's name and an id of its own. */
const podOf = ({ holder }: LeaseState) => ({ apiVersion: 'v1', kind: 'Pod', name: holder.replace(/_[^_]*$/, '') });

const clusterOf = ({ cluster }: DeliveryStack): Cluster => {
  if (cluster === undefined) throw new Error('the stack has no cluster');
  return cluster;
};
