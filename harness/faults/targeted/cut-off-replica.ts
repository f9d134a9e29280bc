import type { DeliveryStack, TargetedFault } from '../../contract/index.ts';
import { HarnessError } from '../../core/index.ts';
import { replicaOf } from './part-of.ts';
import { undoneWithin } from './undone-within.ts';

/** A replica is taken off every network and runs on, as one does whose host has lost its. */
export const cutOffReplica = (stack: DeliveryStack, index: number): TargetedFault => {
  const replica = replicaOf(stack, index);
  const title = `replica ${index} is taken off the network`;
  return {
    title,
    needs: ['disconnect'],
    async inject() {
      if (replica.cutOff === undefined)
        throw new HarnessError('DRILL_INVALID', { what: `${title}, which its environment cannot do` });
      const from = stack.clock.now();
      const cut = await replica.cutOff();
      const undo = async (): Promise<void> => await cut[Symbol.asyncDispose]();
      const proof = 'its engine has it on no network';
      return undoneWithin({
        from,
        proof,
        what: `bring replica ${index} back to the network`,
        undo,
        clock: stack.clock,
      });
    },
  };
};
