import type { DeliveryStack, TargetedFault } from '../../contract/index.ts';
import { nodeOf } from './part-of.ts';

/** A node is stopped without a chance to finish; undone once it runs again and is Ready. */
export const killNode = (stack: DeliveryStack, name: string): TargetedFault => {
  const node = nodeOf(stack, name);
  return {
    title: `the node ${name} is killed`,
    needs: ['many-nodes'],
    async inject() {
      const from = stack.clock.now();
      const killed = await node.kill();
      const proof = 'its engine stopped it';
      return { from, proof, [Symbol.asyncDispose]: async () => await killed[Symbol.asyncDispose]() };
    },
  };
};
