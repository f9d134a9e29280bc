/** A transition to be stored, with the destinations it must reach. */
export interface NewTransition {
  key: string;
  fingerprint: string;
  /** The notice as JSON. */
  payload: string;
  destinations: readonly string[];
}

/** A pending delivery handed to a worker. */
export interface Delivery {
  id: number;
  transitionId: number;
  /** Identity of the transition, the same for every destination and attempt. */
  key: string;
  payload: string;
  acceptedAt: number;
  /** Attempts made before this one. */
  attempts: number;
}

/** How one attempt at a delivery ended. */
export type Settlement =
  { id: number; kind: 'delivered' } | { id: number; kind: 'given-up' } | { id: number; kind: 'retry'; dueAt: number };

/** What a settlement changed. */
export interface Settled {
  /** False when the delivery was no longer ours to settle. */
  applied: boolean;
  /** True for the first destination that gives the alert up. */
  firstGiveUp: boolean;
  /** When the alert was accepted; set once it is finished at its last destination. */
  finishedAcceptedAt?: number | undefined;
}

/** Which deliveries to claim, and for how long. */
export interface ClaimRequest {
  destination: string;
  limit: number;
  now: number;
  leaseMs: number;
}

/** Durable queue of alert transitions and their deliveries. */
export interface Store {
  /** Stores transitions in one durable commit; tells for each whether it was new. */
  append(transitions: readonly NewTransition[], now: number): Promise<readonly boolean[]>;
  /** Leases due deliveries of one destination; a later transition of an alert waits for the earlier one. */
  claim(request: ClaimRequest): Promise<readonly Delivery[]>;
  /** Destinations that something was due for by then; what is being sent is due as well. */
  destinationsDue(by: number): Promise<readonly string[]>;
  /** Leases deliveries of these destinations, due or not. */
  claimEvery(destinations: readonly string[], request: Omit<ClaimRequest, 'destination'>): Promise<readonly number[]>;
  /** Which of the deliveries are still leased to this process; a replica that was taken for dead has lost them. */
  held(ids: readonly number[]): Promise<readonly number[]>;
  settle(settlements: readonly Settlement[]): Promise<readonly Settled[]>;
  /** Hands leased deliveries back without counting an attempt. */
  release(ids: readonly number[]): Promise<void>;
  pendingCount(): Promise<number>;
  /** Forgets finished transitions accepted before the given time; returns how many. */
  prune(acceptedBefore: number, limit: number): Promise<number>;
  /** Rejects when the store cannot take a write. */
  check(): Promise<void>;
  /** Writes a consistent copy of the store into a directory. */
  snapshot(directory: string): Promise<void>;
  close(): Promise<void>;
}
