import { missingShareAtMost, type LoadSummary } from '../contract/index.ts';

export type GeneratorJudgement = { readonly isSound: boolean; readonly sentence: string };

/**
 * Whether the generator sent what was planned when it was due. Where it did not, what was measured with it says nothing
 * of the subject: the run is inconclusive.
 */
export const judgeGenerator = (summary: LoadSummary): GeneratorJudgement => {
  const reason = reasonAgainst(summary);
  const { sent, planned, lag } = summary;
  const did = `sent ${sent.requests} of ${planned.requests} requests, 99 % of them within ${lag.p99Ms} ms of when they were due`;
  return reason === undefined
    ? { isSound: true, sentence: `the load generator ${did}` }
    : { isSound: false, sentence: `the load generator ${reason}; it ${did}` };
};

const reasonAgainst = ({ outcome, planned, sent, dropped, missing, lag }: LoadSummary): string | undefined => {
  if (outcome === 'aborted') return 'was stopped before its end';
  if (outcome === 'failed' || outcome === 'script-error') return 'failed';
  if (planned.requests === 0 || sent.requests === 0) return 'sent nothing';
  const lost = Math.max(dropped ?? 0, missing);
  if (lost > missingShareAtMost * planned.requests) {
    return `did not send ${percent(lost / planned.requests)} of the plan in time, over ${percent(missingShareAtMost)}`;
  }
  if (lag.p99Ms > lag.limitMs) {
    return `sent ${percent(lag.lateShare)} of the requests over ${lag.limitMs} ms late`;
  }
  return undefined;
};

const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
