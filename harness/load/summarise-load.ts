import { LagCounter, type Lag } from './lag-counter.ts';
import type { LoadOutcome } from './load-outcome.ts';
import type { LoadPlan } from './load-plan.ts';
import { answerOf, readRequests, type Answer } from './read-record.ts';

export type Count = { readonly requests: number; readonly alerts: number };

/** What became of a load, over all its processes. */
export type LoadSummary = Readonly<Record<'planned' | 'sent' | Answer, Count>> & {
  readonly outcome: LoadOutcome;
  /** Requests that k6 says it could not begin in time; undefined where a process ended without saying. */
  readonly dropped: number | undefined;
  /** Requests of the plan that the record does not have. */
  readonly missing: number;
  /** Lines of the record that are not whole. */
  readonly torn: number;
  readonly lag: Lag;
};

export type SummaryInput = {
  readonly plan: LoadPlan;
  readonly files: readonly string[];
  readonly outcome: LoadOutcome;
  readonly dropped: number | undefined;
  /** How late after it is due a request may be sent, in ms. */
  readonly lagLimitMs: number;
};

/** Reads the records of a load and counts them. */
export const summariseLoad = async ({ plan, files, lagLimitMs, ...told }: SummaryInput): Promise<LoadSummary> => {
  const answers = { acknowledged: 0, refused: 0, unanswered: 0 };
  const lags = new LagCounter();
  let torn = 0;
  const onTorn = (): void => {
    torn += 1;
  };
  for await (const { intendedMs, sentMs, status } of readRequests({ files, onTorn })) {
    answers[answerOf(status)] += 1;
    lags.add(sentMs - intendedMs);
  }
  const count = (requests: number): Count => ({ requests, alerts: requests * plan.alertsPerRequest });
  const sent = answers.acknowledged + answers.refused + answers.unanswered;
  return {
    ...told,
    planned: count(plan.arrivals.requests),
    sent: count(sent),
    acknowledged: count(answers.acknowledged),
    refused: count(answers.refused),
    unanswered: count(answers.unanswered),
    missing: plan.arrivals.requests - sent,
    torn,
    lag: lags.lag(lagLimitMs),
  };
};
