import type { Account, DeliveryContext, StepFact } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';
import { compareBoxes } from '../measure/index.ts';
import { bucketsOf } from '../observers/index.ts';

export type SubjectHistogram = {
  /** The name of the step that is given. */
  readonly step: string;
  readonly metricsPath: string;
  /** The histogram in which the subject observes its own times, in seconds, without `_bucket`. */
  readonly metric: string;
  readonly quantile: number;
  readonly confidence: number;
};

/**
 * Compares a quantile of what arrived with what the first replica's own histogram makes of it, as `histogram_quantile`
 * does, and gives the sentence that explains how they differ. Not as expected where the subject has nothing to say,
 * undecided where too little arrived.
 */
export const compareWithSubject = async (
  { stack, signal }: DeliveryContext,
  { ledger }: Account,
  { step, metricsPath, metric, ...asked }: SubjectHistogram,
): Promise<StepFact> => {
  const [replica] = stack.replicas;
  if (replica === undefined) throw new HarnessError('INTERNAL', { what: 'there is no replica to ask' });
  const answer = await fetch(replica.url + metricsPath, { signal });
  const buckets = bucketsOf(await answer.text(), metric);
  const { black, white, reason } = compareBoxes({ ...asked, histogram: ledger.latency, buckets });
  const expected = 'both say something';
  const got = white === undefined ? 'the subject says nothing' : expected;
  return { name: step, expected, got, detail: reason, ...(black === undefined && { undecided: 'too little arrived' }) };
};
