import type { DeliveryStack, TargetedFault } from '../../contract/index.ts';
import { endProgram } from './end-program.ts';
import { replicaOf } from './part-of.ts';

/** A replica is killed, without a chance to finish; undone by a restart. */
export const killReplica = (stack: DeliveryStack, index: number): TargetedFault => {
  const program = replicaOf(stack, index);
  const title = `replica ${index} is killed (SIGKILL)`;
  return endProgram({ title, program, end: async () => await program.kill(), clock: stack.clock });
};
