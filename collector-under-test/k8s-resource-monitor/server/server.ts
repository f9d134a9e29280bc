import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { checkHealth, databaseStatus } from '../health/health.ts';
import type { HealthDeps } from '../health/health.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { makeReport } from '../reports/make-report.ts';
import type { ReportCache } from '../reports/report-cache.ts';
import { version } from '../version.ts';

/** What the HTTP server answers with. */
export interface ServerDeps extends HealthDeps {
  metrics: Metrics;
  reports: ReportCache;
  clock: Clock;
}

const timestamp = (clock: Clock): string => new Date(clock.now()).toISOString();
const longestSpanSeconds = 31 * 86_400;
const span = z.object({
  dashboard: z.string().max(100).default('main'),
  seconds: z.coerce.number().int().min(1).max(longestSpanSeconds).default(3_600),
});

/** Adds the routes to an HTTP server and has it count its requests. */
export function serve(app: FastifyInstance, deps: ServerDeps): void {
  const { metrics, store, clock } = deps;
  app.addHook('onResponse', (request, reply, done) => {
    const endpoint = request.routeOptions.url ?? 'unmatched';
    const { method } = request;
    metrics.request({ method, endpoint, status: reply.statusCode, seconds: reply.elapsedTime / 1_000 });
    done();
  });
  app.get('/', () => ({ name: 'k8s-resource-monitor', version }));
  app.get('/health', async (_request, reply) => {
    const { status, ...components } = await checkHealth(deps);
    const body = { status, timestamp: timestamp(clock), ...components };
    return reply.code(status === 'healthy' ? 200 : 503).send(body);
  });
  app.get('/health/liveness', () => ({ status: 'alive', timestamp: timestamp(clock) }));
  app.get('/health/readiness', async (_request, reply) => {
    const isReady = databaseStatus(deps) === 'healthy';
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'unready', timestamp: timestamp(clock) });
  });
  app.get('/metrics', async (_request, reply) => {
    const { contentType, body } = await metrics.render();
    return reply.type(contentType).send(body);
  });
  app.get('/api/pods', () => store.latest());
  serveCollection(app, deps);
}

function serveCollection(app: FastifyInstance, { store, collector, reports, clock }: ServerDeps): void {
  app.post('/api/collections', async (_request, reply) => {
    try {
      const pods = await collector.collect();
      if (pods === undefined) return await reply.code(409).send({ error: 'another replica leads' });
      return await reply.code(201).send({ pods });
    } catch (error) {
      return await reply.code(502).send({ error: error instanceof Error ? error.message : String(error) });
    }
  });
  app.get('/api/report', async (request, reply) => {
    const { success, data } = span.safeParse(request.query);
    if (!success) return await reply.code(400).send({ error: 'dashboard is a name, seconds from 1 to 31 days' });
    const { dashboard, seconds } = data;
    const make = () => makeReport(store.counts(), clock.now() - seconds * 1_000, seconds);
    return await reports.open(`${dashboard} ${seconds}`, make);
  });
}

/** Makes the HTTP server without routes. */
export const createServer = (): FastifyInstance => fastify({ forceCloseConnections: 'idle' });
