import type { Sink } from '../../contract/index.ts';
import type { Clock } from '../../core/index.ts';

/** What the hostile inputs are thrown at, and what they are judged by. */
export type HostileContext = {
  /** The collector's address without a path. */
  readonly url: string;
  readonly ingestPath: string;
  readonly metricsUrl: string;
  readonly healthUrl: string;
  /** The one destination that is configured for every alert. */
  readonly sink: Sink;
  readonly pid: () => number | undefined;
  /** All that the collector has written. */
  readonly output: () => string;
  /** The bearer token that the collector asks for. */
  readonly token: string;
  /** What must never be shown: tokens, and the secret parts of the destinations' URLs and headers. */
  readonly secrets: readonly string[];
  /** How many generated inputs are sent. */
  readonly inputs: number;
  /** How many deliveries may wait before the collector refuses more. */
  readonly queueLimit: number;
  /** By when the collector must have let go of a client that is too slow, in ms. */
  readonly slowClientMs: number;
  /** Starts a collector that an input ended again, so that the smallest such input is found. */
  readonly revive?: () => Promise<void>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly seed: number;
};
