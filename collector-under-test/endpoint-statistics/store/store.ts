/** One request that some service answered. */
export interface Observation {
  path: string;
  ms: number;
}

/** What is known of one endpoint. */
export interface EndpointStatistics {
  path: string;
  count: number;
  meanMs: number;
  maxMs: number;
}

/** Keeps observations. Every call rejects when the database does not answer in time. */
export interface Store {
  record(observation: Observation): Promise<void>;
  /** The endpoints, by path. */
  statistics(): Promise<EndpointStatistics[]>;
  /** The newest durations, at most `limit`. */
  durations(limit: number): Promise<number[]>;
  close(): Promise<void>;
}
