import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Cache } from '../cache/cache.ts';
import type { Random } from '../clock.ts';
import type { CreateReport } from '../statistics/report.ts';
import type { Store } from '../store/store.ts';

/** What the statistics are answered from. */
export interface StatsDeps {
  store: Store;
  cache: Cache;
  createReport: CreateReport;
  random: Random;
}

const observation = z.strictObject({ path: z.string().min(1), ms: z.number().nonnegative() });
const reportQuery = z.object({ resamples: z.coerce.number().int().min(1).max(10_000).default(200) });
const newest = 1_000;

/** Registers `/api/stats`; a failure of the store is left to the error handler. */
export function registerStatsRoutes(app: FastifyInstance, { store, cache, createReport, random }: StatsDeps): void {
  app.get('/api/stats', async (_request, reply) => {
    const body = await cache.through('stats', async () => JSON.stringify({ endpoints: await store.statistics() }));
    return reply.type('application/json').send(body);
  });
  app.post('/api/stats', async (request, reply) => {
    const { success, data, error } = observation.safeParse(request.body);
    if (!success) return reply.code(400).send({ error: z.prettifyError(error) });
    await store.record(data);
    return reply.code(201).send(data);
  });
  app.get('/api/stats/report', async (request, reply) => {
    const { success, data, error } = reportQuery.safeParse(request.query);
    if (!success) return reply.code(400).send({ error: z.prettifyError(error) });
    const durations = await store.durations(newest);
    if (durations.length === 0) return reply.code(404).send({ error: 'nothing was observed yet' });
    const { cpuMs, ...report } = await createReport({ durations, resamples: data.resamples, random });
    return reply.header('server-timing', `cpu;dur=${cpuMs.toFixed(3)}`).send(report);
  });
}
