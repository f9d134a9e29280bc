import type { Drill, FaultShape, Plan, StackSpec, Weight } from '../contract/index.ts';

/** How long the phases of a drill wait, in ms. */
export type Waits = {
  /** From the fault, at most, for what must be notified. */
  readonly notifiedMs: number;
  /** From the fault, exactly, for what must stay silent; 0 when nothing must. */
  readonly watchMs: number;
  /** From the removal, at most, for what must be resolved. */
  readonly resolvedMs: number;
  readonly quietTailMs: number;
};

/** A drill with everything derived that running it needs. */
export type PlannedDrill = {
  readonly drill: Drill;
  readonly plan: Plan;
  readonly spec: StackSpec;
  readonly disturbance: FaultShape | undefined;
  readonly waits: Waits;
  /** The expressions whose greatest value is observed. */
  readonly expressions: readonly { readonly alertname: string; readonly lhs: string; readonly threshold: number }[];
  readonly weight: Weight;
};
