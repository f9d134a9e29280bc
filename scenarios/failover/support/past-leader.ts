import type { Replica } from '../../../harness/index.ts';
import { metricOf, type ElectionContext } from './election-context.ts';

/** Under which name `recordPast` records. */
export const past = 'who led before leads no longer';

/** Until a replica is reached again whose network is back. */
const answersWithinMs = 30_000;

/** Records whether a replica that led, and is there again, follows. */
export const recordPast = async ({ until, record }: ElectionContext, replica: Replica): Promise<void> => {
  let leads: number | undefined;
  const answers = async (): Promise<boolean> => {
    leads = await metricOf(replica, 'leader_election_master_status');
    return leads !== undefined;
  };
  const isThere = await until(answers, answersWithinMs);
  const got = leads === 1 ? 'it leads' : 'it follows';
  // Only an answer can be late: one that says it leads is wrong whenever it comes.
  const told = isThere ? { got } : { got: 'it does not answer', awaited: true as const };
  record({ name: past, expected: 'it follows', ...told });
};
