import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

/** One answered HTTP request; the path is the route, never the raw URL. */
export interface RequestObservation {
  method: string;
  path: string;
  status: number;
  seconds: number;
}

/** Everything the service counts. */
export interface Metrics {
  request(observation: RequestObservation): void;
  query(observation: { operation: string; seconds: number }): void;
  /** The exposition text and its content type. */
  render(): Promise<{ contentType: string; body: string }>;
}

/** Upper bounds of the request duration: 2 s, the documented objective, is one, so that nothing is interpolated over it. */
const requestBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 2.5, 5, 10];

/** Registers every metric; those of the process are read at scrape time. */
export function createMetrics({ buckets = requestBuckets }: { buckets?: number[] } = {}): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'HTTP requests answered',
    labelNames: ['method', 'path', 'status'],
    registers,
  });
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Duration of HTTP requests',
    labelNames: ['method', 'path'],
    buckets,
    registers,
  });
  const queries = new Histogram({
    name: 'database_query_duration_seconds',
    help: 'Duration of queries of the store',
    labelNames: ['operation'],
    buckets,
    registers,
  });
  return {
    request({ method, path, status, seconds }) {
      requests.inc({ method, path, status });
      durations.observe({ method, path }, seconds);
    },
    query: ({ operation, seconds }) => queries.observe({ operation }, seconds),
    render: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}
