import { DatabaseSync } from 'node:sqlite';
import { freezeReplica, HarnessError, type DeliveryStack, type TargetedFault } from '../../../harness/index.ts';

const attempts = 20;
const finishMs = 20;
/** SQLite's code for a database that somebody else writes to. */
const busy = 5;

/**
 * A replica freezes between two of its writes to the store: in the middle of one it would hold the store's lock, which no
 * lease takes from it, and what is drilled is the lease. Throws `FAULT_INEFFECTIVE` where it is caught writing each time.
 */
export const freezeBetweenWrites = (stack: DeliveryStack, replica: number, storePath: string): TargetedFault => {
  const freeze = freezeReplica(stack, replica);
  return {
    ...freeze,
    async inject(signal) {
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        const frozen = await freeze.inject(signal);
        if (takesWrites(storePath)) return frozen;
        await frozen[Symbol.asyncDispose]();
        // It gets to the end of its write meanwhile, and not to the next collection.
        await stack.clock.sleep(finishMs, signal);
      }
      throw new HarnessError('FAULT_INEFFECTIVE', { what: `${freeze.title}, each time in the middle of a write` });
    },
  };
};

const takesWrites = (path: string): boolean => {
  using db = new DatabaseSync(path, { timeout: 0 });
  try {
    db.exec('BEGIN IMMEDIATE; ROLLBACK');
    return true;
  } catch (error) {
    if ((error as { readonly errcode?: number }).errcode === busy) return false;
    throw error;
  }
};
