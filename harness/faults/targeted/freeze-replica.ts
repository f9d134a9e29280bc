import type { DeliveryStack, TargetedFault } from '../../contract/index.ts';
import { freezeProgram } from './freeze-program.ts';
import { replicaOf } from './part-of.ts';

/** A replica stands still and goes on later, as one does whose node was suspended. */
export const freezeReplica = (stack: DeliveryStack, index: number): TargetedFault =>
  freezeProgram(`replica ${index} is frozen (SIGSTOP)`, replicaOf(stack, index), stack.clock);
