import { Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';

/** The label set shared by all destination metrics. */
interface DestinationLabels {
  destination: string;
  type: string;
}

/** Counts sends per destination. */
export interface DestinationMetrics {
  /** Creates the series of one destination at zero, so that the first error is an increase. */
  initialiseDestination(labels: DestinationLabels): void;
  /** Takes the series of a destination away that is configured no more. */
  forgetDestination(labels: DestinationLabels): void;
  /** Sets for how many destinations deliveries wait that are configured no more. */
  destinationsOrphaned(count: number): void;
  destinationSent(labels: DestinationLabels, seconds: number): void;
  destinationFailed(labels: DestinationLabels, seconds: number): void;
}

const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 7.5, 10, 15, 30];

/** Registers the destination metrics. */
export function createDestinationMetrics(registry: Registry): DestinationMetrics {
  const shared = { labelNames: ['destination', 'type'] as const, registers: [registry] };
  const sent = new Counter({ name: 'cano_destination_sent_total', help: 'Messages sent', ...shared });
  const errors = new Counter({ name: 'cano_destination_errors_total', help: 'Send attempts that failed', ...shared });
  const duration = new Histogram({
    name: 'cano_destination_duration_seconds',
    help: 'Duration of send attempts',
    buckets,
    ...shared,
  });
  const orphaned = new Gauge({
    name: 'cano_destinations_orphaned',
    help: 'Destinations that are configured no more and that deliveries are kept for',
    registers: [registry],
  });
  return {
    destinationsOrphaned: (count) => orphaned.set(count),
    initialiseDestination({ destination, type }) {
      sent.inc({ destination, type }, 0);
      errors.inc({ destination, type }, 0);
    },
    forgetDestination({ destination, type }) {
      for (const metric of [sent, errors, duration]) metric.remove({ destination, type });
    },
    destinationSent({ destination, type }, seconds) {
      sent.inc({ destination, type });
      duration.observe({ destination, type }, seconds);
    },
    destinationFailed({ destination, type }, seconds) {
      errors.inc({ destination, type });
      duration.observe({ destination, type }, seconds);
    },
  };
}
