/** A reference system with one module replaced by a faulty one. */
export interface Defect {
  /** What is wrong with it. */
  title: string;
  /** The file to run, beside this one. */
  entry: string;
}

/** Every defect by name. */
export const defects: Record<string, Defect> = {
  'errors-uncounted': {
    title: 'cano_alerts_errors_total never increases',
    entry: 'errors-uncounted.ts',
  },
  'latency-buckets-capped': {
    title: 'the processing duration has no finite bucket above 5 s',
    entry: 'latency-buckets-capped.ts',
  },
  'destination-errors-uncounted': {
    title: 'cano_destination_errors_total never increases',
    entry: 'destination-errors-uncounted.ts',
  },
  'backup-touches-on-failure': {
    title: 'a failed backup counts as a success',
    entry: 'backup-touches-on-failure.ts',
  },
  'config-age-at-start': {
    title: 'cano_config_last_modified_timestamp is the start of the process',
    entry: 'config-age-at-start.ts',
  },
  'stale-metrics-cache': {
    title: 'a cache in front answers for a collector that is dead or frozen',
    entry: 'stale-metrics-cache.ts',
  },
  'phantom-errors': {
    title: 'every processed alert is also counted as an error',
    entry: 'phantom-errors.ts',
  },
  'uninitialised-counters': {
    title: 'error and destination series are born at 1 instead of 0',
    entry: 'uninitialised-counters.ts',
  },
  'server-errors-as-success': {
    title: 'requests that failed are counted with the status 200',
    entry: 'server-errors-as-success.ts',
  },
  'default-request-buckets': {
    title: 'the request duration has no bucket at the objective of 2 s',
    entry: 'default-request-buckets.ts',
  },
  'request-buckets-capped': {
    title: 'the highest finite bucket of the request duration is 1 s',
    entry: 'request-buckets-capped.ts',
  },
  'phantom-server-errors': {
    title: 'every request is counted as a server error too',
    entry: 'phantom-server-errors.ts',
  },
  'report-escapes': {
    title: 'reports are made by a process that belongs to no pod',
    entry: 'report-escapes.ts',
  },
  'replication-failures-as-success': {
    title: 'a replication that failed is counted as a success',
    entry: 'replication-failures-as-success.ts',
  },
  'workers-counted-idle': {
    title: 'freightliner_worker_pool_active is always 0',
    entry: 'workers-counted-idle.ts',
  },
  'auth-failures-uncounted': {
    title: 'freightliner_auth_failures_total never goes up',
    entry: 'auth-failures-uncounted.ts',
  },
  'panics-uncounted': {
    title: 'freightliner_panics_total never goes up',
    entry: 'panics-uncounted.ts',
  },
  'panics-uninitialised': {
    title: 'the series of panics is born at 1 instead of 0',
    entry: 'panics-uninitialised.ts',
  },
  'gateway-errors-as-success': {
    title: 'answers of 5xx are counted with the status 200',
    entry: 'gateway-errors-as-success.ts',
  },
  'api-buckets-capped': {
    title: "the highest finite bucket of the API's durations is 5 s",
    entry: 'api-buckets-capped.ts',
  },
  'replication-buckets-capped': {
    title: 'the highest finite bucket of a replication is 300 s',
    entry: 'replication-buckets-capped.ts',
  },
  'phantom-panics': {
    title: 'every replication is counted as a panic too',
    entry: 'phantom-panics.ts',
  },
};
