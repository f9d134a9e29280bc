import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { registerStatsRoutes } from './stats-routes.ts';
import type { StatsDeps } from './stats-routes.ts';

/** What the HTTP server answers with. */
export interface ServerDeps extends StatsDeps {
  metrics: Metrics;
  logger: Logger;
  version: string;
}

/** Builds the HTTP server. */
export function createServer(deps: ServerDeps): FastifyInstance {
  const { metrics, version } = deps;
  const app = fastify({ forceCloseConnections: 'idle' });
  observeRequests(app, deps);
  app.get('/', () => ({ name: 'endpoint-statistics', version }));
  app.get('/health', () => ({ status: 'ok' }));
  app.get('/metrics', async (_request, reply) => {
    const { contentType, body } = await metrics.render();
    return reply.type(contentType).send(body);
  });
  registerStatsRoutes(app, deps);
  return app;
}

function observeRequests(app: FastifyInstance, { metrics, logger }: ServerDeps): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { method } = request;
    const path = request.routeOptions.url ?? 'unmatched';
    const [status, seconds] = [reply.statusCode, reply.elapsedTime / 1_000];
    metrics.request({ method, path, status, seconds });
    logger.debug({ method, path, status, seconds }, 'request');
    done();
  });
  app.setErrorHandler<Error & { statusCode?: number }>((error, request, reply) => {
    const status = error.statusCode ?? 503;
    if (status >= 500) logger.error({ path: request.routeOptions.url, error: error.message }, 'request failed');
    return reply.code(status).send({ error: status >= 500 ? 'the store does not answer' : error.message });
  });
}
