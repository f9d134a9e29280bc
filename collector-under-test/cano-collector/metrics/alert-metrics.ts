import { Counter, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';

/** Every value of the `reason` label of `cano_alerts_errors_total`. */
export const errorReasons = ['malformed', 'rejected', 'unauthorized', 'storage', 'undeliverable'] as const;

/** Why an alert or a webhook failed. */
export type ErrorReason = (typeof errorReasons)[number];

/** Default upper bounds of the processing duration, in seconds. */
export const processingBuckets = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 4, 5, 6, 7.5, 10, 15, 30, 60, 120, 300,
];

/** Counts alerts from receipt to the end of their processing. */
export interface AlertMetrics {
  /** Creates the error series at zero, so that the first error is an increase. */
  initialiseErrors(): void;
  alertsReceived(count: number): void;
  alertsDeduplicated(count: number): void;
  alertProcessed(seconds: number): void;
  alertError(reason: ErrorReason): void;
}

/** Registers the alert metrics. */
export function createAlertMetrics(registry: Registry, buckets = processingBuckets): AlertMetrics {
  const registers = [registry];
  const counter = (name: string, help: string) => new Counter({ name, help, registers });
  const received = counter('cano_alerts_received_total', 'Alerts received and stored, repeats included');
  const deduplicated = counter('cano_alerts_deduplicated_total', 'Alerts received again and not delivered again');
  const processed = counter('cano_alerts_processed_total', 'Alerts delivered or given up at every destination');
  const duration = new Histogram({
    name: 'cano_alerts_processing_duration_seconds',
    help: 'Time from acceptance of an alert until it is delivered or given up at every destination',
    buckets,
    registers,
  });
  const errors = new Counter({
    name: 'cano_alerts_errors_total',
    help: 'Alerts and webhooks that failed',
    labelNames: ['reason'],
    registers,
  });
  return {
    initialiseErrors: () => errorReasons.forEach((reason) => errors.inc({ reason }, 0)),
    alertsReceived: (count) => received.inc(count),
    alertsDeduplicated: (count) => deduplicated.inc(count),
    alertError: (reason) => errors.inc({ reason }),
    alertProcessed(seconds) {
      processed.inc();
      duration.observe(seconds);
    },
  };
}
