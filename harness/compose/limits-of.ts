import { cpus, totalmem } from 'node:os';
import type { EnvironmentName, Weight } from '../contract/index.ts';

/** What may run, and start, at the same time. */
export const limitsOf = (environment: EnvironmentName): { readonly budget: Weight; readonly starts: number } => {
  // A stack of containers starts some ten times as slowly as one of processes, so fewer wait for their turn to start.
  const share = environment === 'containers' ? 0.35 : 1;
  return {
    budget: { cpu: cpus().length * share, memoryMb: (totalmem() / 2 ** 20) * 0.6 },
    // A start is mostly computing, and what runs already has deadlines of fractions of a second; on a cluster it mostly waits.
    starts: Math.max(1, cpus().length - (environment === 'kind' ? 0 : 1)),
  };
};
