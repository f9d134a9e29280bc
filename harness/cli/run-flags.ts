import type { AttachedFlags } from './attached-flags.ts';
import type { CaseName, EnvironmentName } from '../contract/index.ts';

/** The options of `firedrill run`, checked. */
export type RunFlags = AttachedFlags & {
  readonly system: string[];
  readonly case: CaseName[];
  /** Where the drills run. */
  readonly env: EnvironmentName;
  /** A cluster of kind to go on with. */
  readonly cluster?: string;
  /** Whether the cluster of kind stays. */
  readonly keep?: true;
  readonly speed: number;
  readonly seed: number;
  readonly defect?: string;
  readonly out: string;
  readonly json?: true;
  readonly strictFindings?: true;
  /** Alerts a second of every load. */
  readonly rate?: number;
  /** How long every load is sent, in ms. */
  readonly duration?: number;
  /** Processes that share every load. */
  readonly shards?: number;
  /** Only the drills of this name in the suites that are named. */
  readonly profile?: string;
};
