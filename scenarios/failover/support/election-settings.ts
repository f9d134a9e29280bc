import { leaseSeconds, replicaIntervalMs } from '../../../fixtures/systems/k8s-resource-monitor/replicas.ts';
import type { Term } from '../../../harness/contract/index.ts';

const leaseMs = leaseSeconds * 1_000;

/** How the monitor waits, in ms, as its README says it. */
export const timers = {
  /** How long one that follows waits after the last write that it saw. */
  leaseMs,
  /** How long one that leads goes on after the last renewal that succeeded. */
  renewDeadlineMs: (leaseMs * 2) / 3,
  retryMs: (leaseMs * 2) / 15,
  intervalMs: replicaIntervalMs,
} as const;

/** So many collections of the next leader give the one before it as many chances to write. */
export const turns = 10;

const { retryMs, intervalMs } = timers;

/** Of what the waits of a drill are the sum. A leader has renewed its lease about one retry ago when it falls. */
export const waits = {
  expiry: { name: 'leaseDuration', earliestMs: leaseMs - retryMs, latestMs: leaseMs + retryMs },
  expiryAgain: { name: 'leaseDuration of the second', earliestMs: leaseMs - retryMs, latestMs: leaseMs + retryMs },
  release: { name: 'retryPeriod', earliestMs: 0, latestMs: retryMs },
  collections: { name: 'collections', earliestMs: (turns - 1) * intervalMs, latestMs: 2 * turns * intervalMs },
  moreCollections: {
    name: 'collections beside the one before',
    earliestMs: (turns - 1) * intervalMs,
    latestMs: 2 * turns * intervalMs,
  },
} satisfies Record<string, Term>;
