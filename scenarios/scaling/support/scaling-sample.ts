/** The autoscaler and its Deployment as they were seen at a moment; times are wall-clock ms. */
export type ScalingSample = {
  readonly at: number;
  /** How many replicas the Deployment shall have, and how many are ready. */
  readonly wanted: number;
  readonly ready: number;
  /** What the replicas use of the CPU that they request, in percent; missing while the autoscaler does not know. */
  readonly cpuPercent?: number;
  /** Why it does not know, in its own words. */
  readonly problem?: string;
};

/** When a replica was made and when it was first seen ready; times are wall-clock ms. */
export type ReplicaStart = { readonly pod: string; readonly madeAt: number; readonly readyAt?: number };
