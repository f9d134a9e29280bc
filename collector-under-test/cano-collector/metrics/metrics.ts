import { Registry, collectDefaultMetrics } from 'prom-client';
import { createAlertMetrics } from './alert-metrics.ts';
import type { AlertMetrics } from './alert-metrics.ts';
import { createDestinationMetrics } from './destination-metrics.ts';
import type { DestinationMetrics } from './destination-metrics.ts';
import { createSystemMetrics } from './system-metrics.ts';
import type { SystemMetrics, SystemSources } from './system-metrics.ts';

/** What the metrics read at scrape time, and how they are bucketed. */
export interface MetricsOptions extends SystemSources {
  /** Upper bounds of `cano_alerts_processing_duration_seconds`. */
  processingBuckets?: number[];
}

/** Everything the collector counts. */
export interface Metrics extends AlertMetrics, DestinationMetrics, SystemMetrics {
  /** The exposition text and its content type. */
  render(): Promise<{ contentType: string; body: string }>;
}

/** Builds the collector's metrics on a registry of their own. */
export function createMetrics(options: MetricsOptions): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    ...createAlertMetrics(registry, options.processingBuckets),
    ...createDestinationMetrics(registry),
    ...createSystemMetrics(registry, options),
    render: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}
