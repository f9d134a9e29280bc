import { Registry, collectDefaultMetrics } from 'prom-client';
import { createHttpMetrics, type HttpMetrics } from './http-metrics.ts';
import { createReplicationMetrics, type ReplicationMetrics } from './replication-metrics.ts';
import { createSystemMetrics, type SystemMetrics, type SystemSources } from './system-metrics.ts';

/** What the metrics read at scrape time, and how they are bucketed. */
export interface MetricsOptions extends SystemSources {
  /** Upper bounds of `freightliner_replication_duration_seconds`. */
  durationBuckets?: number[];
  /** Upper bounds of `freightliner_http_request_duration_seconds`. */
  httpBuckets?: number[];
}

/** Everything that is counted. */
export interface Metrics extends ReplicationMetrics, HttpMetrics, SystemMetrics {
  /** The exposition text and its content type. */
  render(): Promise<{ contentType: string; body: string }>;
}

/** Builds the metrics on a registry of their own. */
export function createMetrics(options: MetricsOptions): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    ...createReplicationMetrics(registry, options.durationBuckets),
    ...createHttpMetrics(registry, options.httpBuckets),
    ...createSystemMetrics(registry, options),
    render: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}
