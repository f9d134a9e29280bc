import type { Capability, Term } from '../../../harness/contract/index.ts';
import type { ElectionContext } from './election-context.ts';
import type { HandOverSteps } from './hand-over.ts';
import { proof } from './prove-election.ts';

/** A drill of the election: what it does, and under which names it records. */
export type ElectionDrill = {
  readonly name: string;
  readonly title: string;
  /** The variant of the monitor that it runs on; the monitor as it should be unless said otherwise. */
  readonly variant?: string;
  readonly links?: readonly string[];
  /** What its faults need of the environment. */
  readonly needs?: readonly Capability[];
  /** Set where it runs on a cluster alone. */
  readonly onCluster?: true;
  /** Set where it runs only when it is named. */
  readonly onDemand?: true;
  readonly steps: readonly string[];
  /** The waits that cannot be shorter. */
  readonly terms: readonly Term[];
  readonly script: (context: ElectionContext) => Promise<void>;
};

export const handOver: HandOverSteps = { lease: 'another takes the lease', collections: 'collections go on' };

/** Gives a drill of the election with the steps that all of them record, and `more`. */
export const electionDrill = (more: readonly string[], part: Omit<ElectionDrill, 'steps'>): ElectionDrill => ({
  ...part,
  steps: [...Object.values(handOver), ...more, ...Object.values(proof)],
});
