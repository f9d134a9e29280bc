import type { DeliveryStack, TargetedFault } from '../../contract/index.ts';
import { HarnessError } from '../../core/index.ts';
import { clusterOf, podRef } from './part-of.ts';

/**
 * A pod is deleted as `kubectl delete` does, with its grace. In effect once the API server has it no more; nothing is
 * undone, because what it belongs to makes another.
 */
export const deletePod = (stack: DeliveryStack, pod: string): TargetedFault => {
  const cluster = clusterOf(stack);
  const title = `the pod ${pod} is deleted`;
  const uid = async (): Promise<unknown> => (await cluster.read(podRef(pod)))?.metadata['uid'];
  return {
    title,
    needs: ['cluster'],
    async inject() {
      const before = await uid();
      if (before === undefined) throw new HarnessError('FAULT_INEFFECTIVE', { what: `there is no pod ${pod}` });
      const from = stack.clock.now();
      await cluster.remove(podRef(pod));
      if ((await uid()) === before)
        throw new HarnessError('FAULT_INEFFECTIVE', { what: `${title}, and it is still there` });
      return {
        from,
        proof: 'the API server has it no more',
        [Symbol.asyncDispose]: async () => await Promise.resolve(),
      };
    },
  };
};
