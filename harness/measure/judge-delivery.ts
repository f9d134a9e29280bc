import type { LedgerSummary } from '../contract/index.ts';
import { designEffect } from './design-effect.ts';
import { judgeShare, type ShareJudgement, type ShareQuestion } from './judge-share.ts';

/**
 * Judges a ledger by the share of acknowledged transitions that arrive in time, the lost being late: `judgeShare` with as
 * many samples as its blocks are worth. Inconclusive where the destination was not watched until all were in or late.
 */
export const judgeDelivery = (
  { counts: { onTime, late, lost, pending }, blocks }: LedgerSummary,
  asked: Pick<ShareQuestion, 'objective' | 'confidence' | 'minimum'>,
): ShareJudgement => {
  const effect = designEffect(blocks, asked.confidence);
  const judged = judgeShare({ ...asked, within: onTime, total: onTime + late + lost, designEffect: effect });
  if (pending === 0) return judged;
  const reason = `${pending} transitions were neither in nor late when the watch ended; without them, ${judged.reason}`;
  return { ...judged, outcome: 'inconclusive', reason };
};
