import type { LoadPlan } from './load-plan.ts';

/** What the k6 script reads: the plan, where it is sent, and when it starts, in ms since the epoch. */
export type LoadJob = {
  readonly plan: LoadPlan;
  readonly url: string;
  readonly startMs: number;
  /** How many dropped iterations k6's own threshold allows a process. */
  readonly droppedAtMost: number;
};
