import type { FastifyInstance } from 'fastify';
import type { Ingest } from '../alerts/ingest.ts';
import type { LogLimit } from '../logging/limit.ts';
import type { Logger } from '../logging/logger.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Health } from './health.ts';

/** The HTTP server, ready to listen or to be injected into. */
export type Server = FastifyInstance;

/** What the HTTP server answers with. */
export interface ServerDeps {
  ingest: Ingest;
  health: Health;
  metrics: Metrics;
  logger: Logger;
  /** For requests that are refused, whose number their senders choose. */
  refusalLimit: LogLimit;
  apiToken: string | undefined;
  maxBodyBytes: number;
  /** How long a client may take to send a request, headers and body. */
  requestTimeoutMs: number;
  isStopping: () => boolean;
}
