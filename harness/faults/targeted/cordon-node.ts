import type { DeliveryStack, KubeObject, TargetedFault } from '../../contract/index.ts';
import { HarnessError } from '../../core/index.ts';
import { clusterOf, nodeOf } from './part-of.ts';
import { undoneWithin } from './undone-within.ts';

type Node = KubeObject & { readonly spec?: { readonly unschedulable?: boolean } };

/** New pods are kept from a node, as `kubectl cordon` does. In effect once the API server has it so. */
export const cordonNode = (stack: DeliveryStack, name: string): TargetedFault => {
  const cluster = clusterOf(stack);
  nodeOf(stack, name);
  const title = `the node ${name} takes no new pods`;
  const set = async (unschedulable: boolean): Promise<Node> =>
    await cluster.patch({ apiVersion: 'v1', kind: 'Node', name }, { spec: { unschedulable } });
  return {
    title,
    needs: ['cluster'],
    async inject() {
      const from = stack.clock.now();
      const { spec } = await set(true);
      if (spec?.unschedulable !== true)
        throw new HarnessError('FAULT_INEFFECTIVE', { what: title, got: 'a node that takes them' });
      const undo = async (): Promise<void> => {
        await set(false);
      };
      const proof = 'the API server has it as unschedulable';
      return undoneWithin({ from, proof, what: `let the node ${name} take pods`, undo, clock: stack.clock });
    },
  };
};
