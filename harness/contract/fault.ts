import type { Clock } from '../core/index.ts';
import type { Capability } from './drill.ts';
import type { Stack } from './stack.ts';

export type FaultContext = {
  readonly stack: Stack;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Path on the subject that takes Alertmanager's webhook. */
  readonly ingestPath: string;
};

/** A fault that is in effect. Its disposal undoes it and resolves once it is gone. */
export interface InjectedFault extends AsyncDisposable {
  /** Wall-clock ms of the earliest moment at which the subject could have shown it. */
  readonly from: number;
  /** What was seen from outside that proves that it took effect. */
  readonly proof: string;
}

/** Something that breaks, scoped and undone. */
export interface Fault {
  readonly kind: string;
  /** In words for the report, such as `the collector is killed`. */
  readonly title: string;
  /** What it asks of an environment. */
  readonly needs: readonly Capability[];
  /** Whether scrapes of the subject fail because of it. */
  readonly breaksScrapes?: boolean;
  /** Resolves once the fault is seen to be in effect; throws `FAULT_INEFFECTIVE` when it is not. */
  inject(context: FaultContext): Promise<InjectedFault>;
}
