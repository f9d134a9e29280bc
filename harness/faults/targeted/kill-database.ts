import type { DeliveryStack, TargetedFault } from '../../contract/index.ts';
import { endProgram } from './end-program.ts';
import { databaseOf } from './part-of.ts';

/** The database is killed; undone by a restart with the same data. */
export const killDatabase = (stack: DeliveryStack): TargetedFault => {
  const program = databaseOf(stack);
  const end = async (): Promise<void> => await program.kill();
  return endProgram({ title: 'the database is killed', program, end, clock: stack.clock });
};
