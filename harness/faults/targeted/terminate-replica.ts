import type { DeliveryStack, TargetedFault } from '../../contract/index.ts';
import { endProgram } from './end-program.ts';
import { replicaOf } from './part-of.ts';

/** A replica is asked to finish, and must have within `timeoutMs`; undone by a restart. */
export const terminateReplica = (stack: DeliveryStack, index: number, timeoutMs = 20_000): TargetedFault => {
  const program = replicaOf(stack, index);
  const title = `replica ${index} is asked to finish (SIGTERM)`;
  return endProgram({ title, program, end: async () => await program.terminate(timeoutMs), clock: stack.clock });
};
