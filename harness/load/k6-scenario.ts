import { lastOffset, peakRate, perThousandSeconds } from './intended-offset.ts';
import type { LoadPlan } from './load-plan.ts';

const timeUnit = '1000s';
/** k6 refuses a shorter scenario. */
const shortestMs = 1000;
/**
 * How long before a request is due its iteration begins, in ms: what k6 takes to make the body and to find a free user
 * is then no lag of the request.
 */
export const aheadMs = 100;
/**
 * How long the executor goes on after the last request is due, so that its end never races with that request. Iterations
 * past the plan send nothing.
 */
const idleMs = 500;

/** The plan as k6's arrival-rate scenario, with the function `exec` sending one request an iteration. */
export const k6Scenario = ({ arrivals, atOnce, answerWithinMs }: LoadPlan, exec: string) => {
  const users = atOnce + Math.ceil((peakRate(arrivals) * aheadMs) / 1000);
  const common = {
    exec,
    timeUnit,
    preAllocatedVUs: users,
    maxVUs: users,
    gracefulStop: `${aheadMs + answerWithinMs + 2000}ms`,
  };
  if (arrivals.kind === 'constant') {
    const duration = `${Math.max(shortestMs, lastOffset(arrivals) + idleMs)}ms`;
    const rate = perThousandSeconds(arrivals.perSecond);
    return { ...common, executor: 'constant-arrival-rate' as const, rate, duration };
  }
  const stages = arrivals.stages.map(({ durationMs, perSecond }) => ({
    duration: `${durationMs}ms`,
    target: perThousandSeconds(perSecond),
  }));
  const idle = [
    { duration: '0ms', target: 0 },
    { duration: `${idleMs}ms`, target: 0 },
  ];
  const startRate = perThousandSeconds(arrivals.startPerSecond);
  return { ...common, executor: 'ramping-arrival-rate' as const, startRate, stages: [...stages, ...idle] };
};
