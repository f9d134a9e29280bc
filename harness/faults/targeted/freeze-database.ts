import type { DeliveryStack, TargetedFault } from '../../contract/index.ts';
import { freezeProgram } from './freeze-program.ts';
import { databaseOf } from './part-of.ts';

/** The database accepts connections and never answers, until it is thawed. */
export const freezeDatabase = (stack: DeliveryStack): TargetedFault =>
  freezeProgram('the database is frozen (SIGSTOP)', databaseOf(stack), stack.clock);
