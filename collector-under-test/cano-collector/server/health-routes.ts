import type { Health } from './health.ts';
import type { Server } from './server-deps.ts';

/** Registers `/health` and `/health/detailed`; both answer 503 only when alerts cannot be taken. */
export function registerHealthRoutes(app: Server, health: Health): void {
  app.get('/health', async (_request, reply) => {
    const canWork = await health.canWork();
    return reply.code(canWork ? 200 : 503).send({ status: canWork ? 'ok' : 'error' });
  });
  app.get('/health/detailed', async (_request, reply) => {
    const details = await health.details();
    return reply.code(details.components.database === 'ok' ? 200 : 503).send(details);
  });
}
