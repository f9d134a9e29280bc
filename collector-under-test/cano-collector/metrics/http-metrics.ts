import { Counter, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';

/** One answered HTTP request; the path is the route, never the raw URL. */
interface HttpObservation {
  method: string;
  path: string;
  status: number;
  seconds: number;
}

/** Counts the requests the collector answers. */
export interface HttpMetrics {
  httpRequest(observation: HttpObservation): void;
}

/** Registers the HTTP metrics. */
export function createHttpMetrics(registry: Registry): HttpMetrics {
  const registers = [registry];
  const requests = new Counter({
    name: 'cano_http_requests_total',
    help: 'HTTP requests answered',
    labelNames: ['method', 'path', 'status'],
    registers,
  });
  const duration = new Histogram({
    name: 'cano_http_request_duration_seconds',
    help: 'Duration of HTTP requests',
    labelNames: ['method', 'path'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  return {
    httpRequest({ method, path, status, seconds }) {
      requests.inc({ method, path, status });
      duration.observe({ method, path }, seconds);
    },
  };
}
