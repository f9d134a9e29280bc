import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Job, JobType } from '../jobs/job.ts';
import { errorTypes, type ErrorType } from '../registry/transfer-error.ts';
import type { PoolResult } from '../worker/worker-pool.ts';

/** Default upper bounds of a replication's duration, in seconds: with 60 for the objective and 300 for the alert. */
export const durationBuckets = [
  0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 180, 240, 300, 360, 450, 600, 1_200, 1_800, 3_600,
];

type Pair = Pick<Job, 'source' | 'destination'>;

/** Counts replications and the jobs that they are. */
export interface ReplicationMetrics {
  /** Creates the series of a pair of registries at zero, so that the first failure is an increase. */
  initialisePair(pair: Pair): void;
  replicated(job: Job, result: PoolResult, seconds: number): void;
  replicationError(pair: Pair, type: ErrorType): void;
  jobStarted(): void;
  jobEnded(): void;
}

const statuses = ['success', 'failure'] as const;
const jobTypes: readonly JobType[] = ['scheduled', 'requested'];
const labelNames = ['source_registry', 'dest_registry'] as const;
const labelsOf = ({ source, destination }: Pair) => ({ source_registry: source, dest_registry: destination });

/** Registers the replication metrics. */
export function createReplicationMetrics(registry: Registry, buckets = durationBuckets): ReplicationMetrics {
  const count = countersOf(registry);
  const duration = new Histogram({
    name: 'freightliner_replication_duration_seconds',
    help: 'Time from the acceptance of a replication to its end, interruptions included',
    labelNames,
    buckets,
    registers: [registry],
  });
  const jobs = jobMetrics(registry);
  return {
    initialisePair(pair) {
      const labels = labelsOf(pair);
      for (const status of statuses) count.replications.inc({ ...labels, status }, 0);
      for (const type of errorTypes) count.errors.inc({ ...labels, error_type: type }, 0);
      count.bytes.inc(labels, 0);
      count.layers.inc(labels, 0);
      duration.zero(labels);
    },
    replicated(job, result, seconds) {
      const labels = labelsOf(job);
      count.replications.inc({ ...labels, status: result.outcome });
      duration.observe(labels, seconds);
      if (result.outcome === 'success') {
        count.bytes.inc(labels, result.bytes);
        count.layers.inc(labels, result.layers);
      }
      jobs.total.inc({ type: job.type, status: result.outcome });
      jobs.duration.observe({ type: job.type }, seconds);
    },
    replicationError: (pair, type) => count.errors.inc({ ...labelsOf(pair), error_type: type }),
    jobStarted: () => jobs.active.inc(),
    jobEnded: () => jobs.active.dec(),
  };
}

function countersOf(registry: Registry) {
  const counter = <Extra extends string>(name: string, help: string, ...extra: Extra[]) =>
    new Counter({
      name: `freightliner_replication${name}`,
      help,
      labelNames: [...labelNames, ...extra],
      registers: [registry],
    });
  return {
    replications: counter('s_total', 'Replications that ended', 'status'),
    bytes: counter('_bytes_total', 'Bytes of blobs copied'),
    layers: counter('_layers_total', 'Blobs copied'),
    errors: counter('_errors_total', 'Failed attempts', 'error_type'),
  };
}

function jobMetrics(registry: Registry) {
  const registers = [registry];
  const total = new Counter({
    name: 'freightliner_jobs_total',
    help: 'Jobs that ended',
    labelNames: ['type', 'status'],
    registers,
  });
  for (const type of jobTypes) for (const status of statuses) total.inc({ type, status }, 0);
  const duration = new Histogram({
    name: 'freightliner_job_duration_seconds',
    help: 'Duration of jobs',
    labelNames: ['type'],
    buckets: durationBuckets,
    registers,
  });
  const active = new Gauge({ name: 'freightliner_jobs_active', help: 'Jobs that are not done', registers });
  return { total, duration, active };
}
