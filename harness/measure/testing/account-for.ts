import type { LedgerSummary } from '../../contract/index.ts';
import { createLedger, type ArrivedTransition, type SentTransition } from '../ledger.ts';
import type { TallyOptions } from '../tally.ts';

type Accounts = TallyOptions & {
  readonly sent: AsyncIterable<SentTransition>;
  readonly arrived: AsyncIterable<ArrivedTransition>;
  /** Until when the destination was watched, in wall-clock ms. */
  readonly endAt: number;
};

/** Gives what became of every transition in two records, which are read as streams, one after the other. */
export const accountFor = async ({ sent, arrived, endAt, ...options }: Accounts): Promise<LedgerSummary> => {
  const ledger = createLedger(options);
  for await (const each of sent) ledger.sent(each);
  for await (const each of arrived) ledger.arrived(each);
  return ledger.close(endAt);
};
