import { afterAll, describe, expect, test } from 'vitest';
import { Client } from 'pg';
import { startPostgres } from '../../cano-collector/testing/postgres.ts';
import { openPostgresStore } from './postgres-store.ts';

const server = await startPostgres();
const unavailable = 'unavailable' in server ? server.unavailable : undefined;
const title = unavailable === undefined ? 'PostgreSQL store' : `PostgreSQL store (skipped: ${unavailable})`;

async function newDatabase(name: string): Promise<string> {
  if ('unavailable' in server) throw new Error(server.unavailable);
  return await server.createDatabase(name);
}

async function open(url: string, timeoutMs = 5_000) {
  const store = await openPostgresStore({ url, timeoutMs });
  return { ...store, [Symbol.asyncDispose]: () => store.close() };
}

describe.skipIf(unavailable !== undefined)(title, () => {
  afterAll(async () => {
    if (!('unavailable' in server)) await server[Symbol.asyncDispose]();
  });

  test('keeps observations that replicas share, and gives statistics and the newest durations', async () => {
    const url = await newDatabase('shared');
    const [one, two] = await Promise.all([open(url), open(url)]);
    await using stack = new AsyncDisposableStack();
    stack.use(one);
    stack.use(two);
    for (const ms of [10, 30]) await one.record({ path: '/a', ms });
    await two.record({ path: '/b', ms: 5 });
    expect(await one.statistics()).toEqual([
      { path: '/a', count: 2, meanMs: 20, maxMs: 30 },
      { path: '/b', count: 1, meanMs: 5, maxMs: 5 },
    ]);
    expect(await two.durations(2)).toEqual([5, 30]);
  });

  test('gives up a query that another session holds up', async () => {
    const url = await newDatabase('locked');
    await using store = await open(url, 300);
    const other = new Client({ connectionString: url });
    await other.connect();
    await other.query('BEGIN; LOCK TABLE observations');
    await expect(store.statistics()).rejects.toThrow('timeout');
    await other.query('ROLLBACK');
    await other.end();
    expect(await store.statistics()).toEqual([]);
  });

  test('rejects where there is no server', async () => {
    await expect(openPostgresStore({ url: 'postgres://127.0.0.1:9/none', timeoutMs: 500 })).rejects.toThrow();
  });
});
