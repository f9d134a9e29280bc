import type { Plan, Scripted, Speed, Term } from '../contract/index.ts';

/** What the machine itself may add to any latest bound, in ms. */
const allowanceMs = 1_500;
/** How long a drill may take beside what it must wait for, and by how much it may exceed that. */
const overhead = { ms: 120_000, share: 4 };

const noTimers = {
  scrapeIntervalMs: 0,
  scrapeTimeoutMs: 0,
  evaluationIntervalMs: 0,
  forMs: 0,
  windowMs: 0,
  groupWaitMs: 0,
  groupIntervalMs: 0,
};

/** Gives what the plans of all scripted drills have; `terms` are the waits that cannot be shorter, as they run. */
export const scriptedPlan = (
  drill: Scripted,
  { speed, terms }: { readonly speed: Speed; readonly terms: readonly Term[] },
): Omit<Plan, 'rewrites'> => {
  const lowerMs = terms.reduce((sum, { earliestMs }) => sum + earliestMs, 0);
  const upperMs = terms.reduce((sum, { latestMs }) => sum + latestMs, 0);
  return {
    id: drill.id,
    title: drill.title,
    system: drill.system,
    case: drill.case,
    speed,
    timing: { settings: noTimers, crossing: [], drain: [], allowanceMs },
    expectations: [],
    companions: { must: [], may: [] },
    ...(drill.finding === undefined ? {} : { finding: drill.finding }),
    rules: [],
    receiverSink: '',
    steps: [...drill.steps],
    lowerBound: { ms: lowerMs, terms: [...terms] },
    timeoutMs: upperMs * overhead.share + overhead.ms,
  };
};
