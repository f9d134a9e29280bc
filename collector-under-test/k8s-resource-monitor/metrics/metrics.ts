import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** One answered HTTP request; the endpoint is the route, never the raw URL. */
export interface RequestObservation {
  method: string;
  endpoint: string;
  status: number;
  seconds: number;
}

/** Everything the monitor counts. */
export interface Metrics {
  request(observation: RequestObservation): void;
  collected(collection: { pods: number; seconds: number }): void;
  collectionFailed(): void;
  /** A failed one that the store refused because a later leader has begun. */
  collectionFenced(): void;
  render(): Promise<{ contentType: string; body: string }>;
}

export interface MetricsOptions {
  /** How many connections are open now. */
  connections: () => Promise<number>;
  /** Whether this replica leads, by the election's name; undefined where none is elected. */
  lead: () => { name: string; leads: boolean } | undefined;
}

/** Creates the metrics of the document, the counter of failed collections that its alert reads, and those of the election. */
export function createMetrics({ connections, lead }: MetricsOptions): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const { master, fenced } = electionMetrics(registers);
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Total HTTP requests',
    labelNames: ['method', 'endpoint', 'status'],
    registers,
  });
  const durations = new Histogram({ name: 'http_request_duration_seconds', help: 'HTTP request duration', registers });
  const active = new Gauge({ name: 'active_connections', help: 'Active connections', registers });
  const pods = new Gauge({ name: 'pods_collected_total', help: 'Total number of pods collected', registers });
  const collections = new Histogram({
    name: 'collection_duration_seconds',
    help: 'Collection duration',
    registers,
  });
  const errors = new Counter({ name: 'collection_errors_total', help: 'Collections that failed', registers });
  return {
    request({ method, endpoint, status, seconds }) {
      requests.inc({ method, endpoint, status });
      durations.observe(seconds);
    },
    collected({ pods: count, seconds }) {
      pods.set(count);
      collections.observe(seconds);
    },
    collectionFailed: () => errors.inc(),
    collectionFenced: () => fenced.inc(),
    async render() {
      active.set(await connections());
      const own = lead();
      if (own !== undefined) master.set({ name: own.name }, own.leads ? 1 : 0);
      return { contentType: registry.contentType, body: await registry.metrics() };
    },
  };
}

/** Named as the components of Kubernetes name theirs. */
const electionMetrics = (registers: Registry[]) => ({
  master: new Gauge({
    name: 'leader_election_master_status',
    help: 'Whether this replica leads: 1 where it does, 0 where it does not',
    labelNames: ['name'],
    registers,
  }),
  fenced: new Counter({
    name: 'collections_fenced_total',
    help: 'Collections that the store refused because a later leader has begun',
    registers,
  }),
});
