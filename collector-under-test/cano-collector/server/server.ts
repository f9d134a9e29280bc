import { fastify } from 'fastify';
import { registerAlertsRoute } from './alerts-route.ts';
import { registerErrors } from './errors.ts';
import { registerHealthRoutes } from './health-routes.ts';
import type { Server, ServerDeps } from './server-deps.ts';

const lateCheckMs = 500;

/** Builds the HTTP server. */
export function createServer(deps: ServerDeps): Server {
  const app = fastify({
    bodyLimit: deps.maxBodyBytes,
    requestTimeout: deps.requestTimeoutMs,
    http: { headersTimeout: deps.requestTimeoutMs, connectionsCheckingInterval: lateCheckMs },
    return503OnClosing: false,
    forceCloseConnections: 'idle',
  });
  app.removeContentTypeParser('text/plain');
  observeRequests(app, deps);
  registerErrors(app, deps);
  registerHealthRoutes(app, deps.health);
  registerAlertsRoute(app, deps);
  app.get('/metrics', async (_request, reply) => {
    const { contentType, body } = await deps.metrics.render();
    return reply.type(contentType).send(body);
  });
  return app;
}

function observeRequests(app: Server, { metrics, logger }: ServerDeps): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { method } = request;
    const path = request.routeOptions.url ?? 'unmatched';
    const [status, seconds] = [reply.statusCode, reply.elapsedTime / 1_000];
    metrics.httpRequest({ method, path, status, seconds });
    logger.debug({ method, path, status, seconds }, 'request');
    done();
  });
}
