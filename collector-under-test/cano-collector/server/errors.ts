import type { ErrorReason } from '../metrics/alert-metrics.ts';
import { logRefusal } from './log-refusal.ts';
import type { Server, ServerDeps } from './server-deps.ts';

const reasonOf: Record<number, ErrorReason> = { 400: 'malformed', 413: 'rejected', 415: 'rejected' };

/** Answers failed requests as JSON and counts those that cost an alert. */
export function registerErrors(app: Server, deps: ServerDeps): void {
  const { metrics, logger } = deps;
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'no such resource' }));
  app.setErrorHandler<Error & { statusCode?: number }>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    const reason = reasonOf[status] ?? 'storage';
    if (request.routeOptions.url === '/api/alerts') metrics.alertError(reason);
    if (status >= 500) logger.error({ error: error.message }, 'request failed');
    else logRefusal(deps, { status, reason: error.message });
    return reply.code(status).send({ error: status >= 500 ? 'internal error' : error.message });
  });
}
