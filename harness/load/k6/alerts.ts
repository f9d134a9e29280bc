import { sleep } from 'k6';
import execution from 'k6/execution';
import http from 'k6/http';
import { alertsOf } from '../alerts-of.ts';
import { aheadMs, k6Scenario } from '../k6-scenario.ts';
import type { LoadJob } from '../load-job.ts';
import { formatRecord, intendedAt } from '../record-line.ts';
import { requestBody } from '../request-body.ts';

const job = JSON.parse(open(__ENV['FIREDRILL_LOAD_JOB'] ?? '')) as LoadJob;
const { plan, url, droppedAtMost } = job;
/** A plan that was written before it is known when it runs is told so beside it. */
const startMs = Number(__ENV['FIREDRILL_LOAD_START_MS'] ?? job.startMs);

/** One scenario, `load`, and a threshold on dropped iterations, which k6 ends with status 99 for. */
export const options = {
  scenarios: { load: k6Scenario(plan, 'send') },
  thresholds: { dropped_iterations: [`count<=${droppedAtMost}`] },
  setupTimeout: '10m',
  discardResponseBodies: true,
};

const sleepUntil = (ms: number): void => sleep(Math.max(0, ms - Date.now()) / 1000);

/** Runs once k6 is ready, and ends at the common start of all processes. */
export const setup = (): void => sleepUntil(startMs - aheadMs);

/** Makes the request of one iteration, sends it when it is due, and records it. */
export const send = (): void => {
  const iteration = execution.scenario.iterationInTest;
  if (iteration >= plan.arrivals.requests) return;
  const body = requestBody(plan, alertsOf(plan, iteration, startMs));
  const headers = { 'Content-Type': 'application/json', 'User-Agent': 'Alertmanager/0.34.2' };
  const intendedMs = intendedAt(plan.arrivals, startMs, iteration);
  sleepUntil(intendedMs);
  const sentMs = Date.now();
  const { status } = http.post(url, body, { headers, timeout: plan.answerWithinMs });
  console.log(formatRecord({ iteration, intendedMs, sentMs, answeredMs: Date.now(), status }));
};

type EndOfTest = { readonly metrics: Readonly<Record<string, { readonly values: { readonly count?: number } }>> };

/** Writes how many iterations k6 began and dropped by its own count. */
export const handleSummary = ({ metrics }: EndOfTest): Record<string, string> => ({
  [__ENV['FIREDRILL_LOAD_COUNTS'] ?? '']: JSON.stringify({
    begun: metrics['iterations']?.values.count ?? 0,
    dropped: metrics['dropped_iterations']?.values.count ?? 0,
  }),
});
