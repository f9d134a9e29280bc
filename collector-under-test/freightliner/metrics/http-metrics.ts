import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** Default upper bounds of an answer's duration, in seconds, at and above the 5 s of the documented alert too. */
export const httpBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 7.5, 10, 15, 30, 60];

/** A route, never the raw URL. */
export interface Route {
  method: string;
  path: string;
}

/** Counts the requests that are answered. */
export interface HttpMetrics {
  /** Creates the series of a route's failures at zero. */
  initialiseRoute(route: Route): void;
  httpStarted(): void;
  httpAnswered(answer: Route & { status: number; seconds: number }): void;
}

const labelNames = ['method', 'path', 'status'];
const failures = [500, 502, 504];

/** Registers the HTTP metrics. */
export function createHttpMetrics(registry: Registry, buckets = httpBuckets): HttpMetrics {
  const registers = [registry];
  const requests = new Counter({
    name: 'freightliner_http_requests_total',
    help: 'HTTP requests answered',
    labelNames,
    registers,
  });
  const duration = new Histogram({
    name: 'freightliner_http_request_duration_seconds',
    help: 'Duration of HTTP requests',
    labelNames,
    buckets,
    registers,
  });
  const inFlight = new Gauge({
    name: 'freightliner_http_requests_in_flight',
    help: 'HTTP requests not yet answered',
    registers,
  });
  return {
    initialiseRoute: (route) => failures.forEach((status) => requests.inc({ ...route, status }, 0)),
    httpStarted: () => inFlight.inc(),
    httpAnswered({ seconds, ...labels }) {
      inFlight.dec();
      requests.inc(labels);
      duration.observe(labels, seconds);
    },
  };
}
