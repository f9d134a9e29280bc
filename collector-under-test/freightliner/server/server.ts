import { timingSafeEqual } from 'node:crypto';
import { fastify, type FastifyInstance } from 'fastify';
import { replicationSchema } from '../jobs/job.ts';
import type { Checkpoints } from '../jobs/checkpoints.ts';
import type { Replicator } from '../jobs/replicator.ts';
import type { Schedule } from '../jobs/schedule.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { createRegistryClient } from '../registry/registry-client.ts';
import { TransferError } from '../registry/transfer-error.ts';
import type { Settings } from '../settings.ts';
import { version } from '../version.ts';
import type { WorkerPool } from '../worker/worker-pool.ts';

/** What the API speaks for. */
export interface ServerDeps {
  settings: Settings;
  pool: WorkerPool;
  replicator: Replicator;
  checkpoints: Checkpoints;
  schedule: Schedule;
  metrics: Metrics;
}

/** Builds the HTTP server. */
export function createServer(deps: ServerDeps): FastifyInstance {
  const { metrics } = deps;
  const app = fastify({ forceCloseConnections: true });
  observe(app, metrics);
  app.get('/health', () => ({ status: 'ok' }));
  app.get('/metrics', async (_request, reply) => {
    const { contentType, body } = await metrics.render();
    return reply.type(contentType).send(body);
  });
  app.get('/api/v1/status', () => ({
    version,
    workers: deps.pool.counts(),
    schedule: { images: deps.schedule.images() },
  }));
  registerRegistries(app, deps);
  registerReplications(app, deps);
  return app;
}

function observe(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) metrics.initialiseRoute({ method: each, path: url });
  });
  app.addHook('onRequest', (_request, _reply, done) => {
    metrics.httpStarted();
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const path = request.routeOptions.url ?? 'unmatched';
    const { statusCode: status, elapsedTime } = reply;
    metrics.httpAnswered({ method: request.method, path, status, seconds: elapsedTime / 1_000 });
    done();
  });
}

/** Says whether a registry answers: 502 when it does not, 504 when it is too late. */
function registerRegistries(app: FastifyInstance, { settings }: ServerDeps): void {
  app.get<{ Params: { name: string } }>('/api/v1/registries/:name', async ({ params: { name } }, reply) => {
    const config = settings.registries.get(name);
    if (config === undefined) return await reply.code(404).send({ error: 'no such registry' });
    try {
      await createRegistryClient(config, settings.limits.timeoutMs).ping();
      return { name, reachable: true };
    } catch (error) {
      if (!(error instanceof TransferError)) throw error;
      return await reply.code(error.type === 'timeout' ? 504 : 502).send({ error: error.message });
    }
  });
}

function registerReplications(app: FastifyInstance, deps: ServerDeps): void {
  const { settings, pool, replicator, checkpoints, metrics } = deps;
  const onRequest = requireToken(settings.apiToken, metrics);
  app.get('/api/v1/replications', async () => ({
    unfinished: (await checkpoints.unfinished()).map(({ job }) => job),
  }));
  app.post('/api/v1/replications', { onRequest }, async (request, reply) => {
    const read = replicationSchema.safeParse(request.body);
    if (!read.success) return await reply.code(400).send({ error: read.error.issues.map((each) => each.message) });
    const id = await replicator.accept(read.data, 'requested');
    if (id === undefined) return await reply.code(404).send({ error: 'no such registry' });
    return await reply.code(202).send({ id });
  });
  app.delete('/api/v1/replications', { onRequest }, async () => ({ cancelled: await pool.cancelAll() }));
}

function requireToken(token: string | undefined, metrics: Metrics) {
  const expected = token === undefined ? undefined : Buffer.from(`Bearer ${token}`);
  return async (request: { headers: { authorization?: string | undefined } }, reply: Refusal): Promise<void> => {
    const given = Buffer.from(request.headers.authorization ?? '');
    if (expected === undefined) return;
    if (given.length === expected.length && timingSafeEqual(given, expected)) return;
    metrics.authFailed('api');
    await reply.code(401).header('www-authenticate', 'Bearer').send({ error: 'unauthorized' });
  };
}

interface Refusal {
  code(status: number): Refusal;
  header(name: string, value: string): Refusal;
  send(body: unknown): unknown;
}
