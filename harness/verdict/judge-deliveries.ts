import type { Account, Check, JudgedShare, Objective } from '../contract/index.ts';
import { judgeDelivery, judgeGenerator } from '../measure/index.ts';

export type DeliveriesJudgement = Pick<Check, 'outcome' | 'message'> & { readonly share?: JudgedShare };

/**
 * Judges an account by an objective such as 95 % within 5 s. What was acknowledged and never delivered counts as late. A
 * generator that did not send what it was to send when it was due decides nothing.
 */
export const judgeDeliveries = (
  { load, ledger }: Pick<Account, 'load' | 'ledger'>,
  { withinMs, share, confidence, minimum }: Objective,
): DeliveriesJudgement => {
  const expected = `expected at least ${share * 100} % within ${withinMs / 1000} s`;
  const generator = judgeGenerator(load);
  if (!generator.isSound) return { outcome: 'inconclusive', message: `${expected}: ${generator.sentence}` };
  const { outcome, reason, interval, total } = judgeDelivery(ledger, { objective: share, confidence, minimum });
  return {
    outcome,
    message: `${expected}: ${reason}`,
    share: { within: ledger.counts.onTime, total, interval, confidence },
  };
};
