import type { FastifyReply } from 'fastify';
import type { IngestResult } from '../alerts/ingest.ts';
import { isAuthorised } from './auth.ts';
import { logRefusal } from './log-refusal.ts';
import type { Server, ServerDeps } from './server-deps.ts';

const retryAfterSeconds = 5;

/** Registers `POST /api/alerts`. */
export function registerAlertsRoute(app: Server, deps: ServerDeps): void {
  const { ingest, apiToken, metrics, isStopping } = deps;
  app.post('/api/alerts', {
    onRequest: async (request, reply) => {
      if (isStopping()) return later(reply.header('connection', 'close'), 503, 'stopping');
      if (apiToken === undefined || isAuthorised(request.headers.authorization, apiToken)) return;
      metrics.alertError('unauthorized');
      return reply.code(401).header('www-authenticate', 'Bearer').send({ error: 'missing or wrong bearer token' });
    },
    handler: async (request, reply) => answer(await ingest(request.body), reply, deps),
  });
}

function answer(result: IngestResult, reply: FastifyReply, deps: ServerDeps): FastifyReply {
  const { metrics } = deps;
  switch (result.kind) {
    case 'accepted':
      return reply.code(202).send({ status: 'accepted', alerts: result.alerts, duplicates: result.duplicates });
    case 'malformed':
      metrics.alertError('malformed');
      logRefusal(deps, { status: 400, reason: result.reason });
      return reply.code(400).send({ error: result.reason });
    case 'overloaded':
      metrics.alertError('rejected');
      return later(reply, 429, 'queue is full');
    case 'storage':
      metrics.alertError('storage');
      return later(reply, 503, 'alerts cannot be stored now');
  }
}

function later(reply: FastifyReply, status: number, error: string): FastifyReply {
  return reply.code(status).header('retry-after', retryAfterSeconds).send({ error });
}
