import type { DeliveryStack, TargetedFault } from '../../contract/index.ts';
import { clusterOf, nodeOfPod } from './part-of.ts';

/** The node of a pod is taken off the network, and what runs on it runs on; undone once it is back and Ready. */
export const cutOffNode = (stack: DeliveryStack, pod: string): TargetedFault => {
  clusterOf(stack);
  return {
    title: `the node of ${pod} is cut off`,
    needs: ['many-nodes'],
    async inject() {
      const node = await nodeOfPod(stack, pod);
      const from = stack.clock.now();
      const cut = await node.cutOff();
      const proof = `its engine has ${node.name} on no network`;
      return { from, proof, [Symbol.asyncDispose]: async () => await cut[Symbol.asyncDispose]() };
    },
  };
};
