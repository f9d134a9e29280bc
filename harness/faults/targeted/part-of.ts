import type { DeliveryStack, Program, Replica } from '../../contract/index.ts';
import { HarnessError } from '../../core/index.ts';

/** Gives a replica by its index; throws `DRILL_INVALID` where the stack has fewer. */
export const replicaOf = ({ replicas }: DeliveryStack, index: number): Replica => {
  const replica = replicas[index];
  if (replica !== undefined) return replica;
  throw new HarnessError('DRILL_INVALID', { what: `no replica ${index}`, expected: `fewer than ${replicas.length}` });
};

/** Gives the database; throws `DRILL_INVALID` where the stack has none. */
export const databaseOf = ({ database }: DeliveryStack): Program => {
  if (database === undefined) throw new HarnessError('DRILL_INVALID', { what: 'the stack has no database' });
  return database;
};

/** Gives a replica with its process id; throws `FAULT_INEFFECTIVE` where it does not run. */
export const runningPid = (
  stack: DeliveryStack,
  index: number,
): { readonly replica: Replica; readonly pid: number } => {
  const replica = replicaOf(stack, index);
  const pid = replica.pid();
  if (pid === undefined) throw new HarnessError('FAULT_INEFFECTIVE', { what: `replica ${index} does not run` });
  return { replica, pid };
};
