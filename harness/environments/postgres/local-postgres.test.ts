import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { describe, expect, test } from 'vitest';
import { canoCollector } from '../../../fixtures/systems/cano-collector/system.ts';
import { processState } from '../local/process-state.ts';
import { beginDelivery, echoSystem } from '../testing/begin-delivery.ts';
import { eventually, processesOf } from '../testing/run-processes.ts';
import { findPostgres } from './find-postgres.ts';
import { childrenOf } from './process-family.ts';

const root = join(import.meta.dirname, '../../..');
const found = await findPostgres(root);
const title = `a database${'reason' in found ? ` (skipped: ${found.reason})` : ''}`;

const query = async (connectionString: string, text: string): Promise<unknown[]> => {
  const client = new Client({ connectionString, connectionTimeoutMillis: 1_000, query_timeout: 1_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
};
const spec = { drill: 'failover/a', subject: echoSystem(), database: true, seed: 1 };

describe.skipIf('reason' in found)(title, { timeout: 120_000 }, () => {
  test('keeps what it committed when it is killed, at its address, and answers nobody while it is frozen', async () => {
    await using run = await beginDelivery();
    expect(run.environment.capabilities.has('database')).toBe(true);
    await using stack = await run.start(spec);
    const database = stack.database!;
    const url = database.connectionUrl;
    expect(await query(url, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
    await query(url, 'CREATE TABLE kept AS SELECT 7 AS value');
    await database.kill();
    expect(await database.state()).toBe('exited');
    await expect(query(url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await database.restart();
    expect(database.connectionUrl).toBe(url);
    expect(await query(url, 'SELECT value FROM kept')).toEqual([{ value: 7 }]);

    await database.freeze();
    expect(await database.state()).toBe('stopped');
    await expect(query(url, 'SELECT 1')).rejects.toThrow(/timeout/);
    await database.thaw();
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await stack[Symbol.asyncDispose]();
    expect(await processesOf(run.runId)).toHaveLength(1);
  });

  test('ends with the run, all of its processes, also when it is frozen', async () => {
    const run = await beginDelivery();
    const stack = await run.start(spec);
    const [server = 0] = (await processesOf(run.runId)).filter((pid) => pid !== stack.replicas[0]!.pid());
    const parents = await processesOf(run.runId);
    const families = await Promise.all(parents.map(childrenOf));
    expect(server).toBeGreaterThan(0);
    const workers = families.flat().filter((pid) => !parents.includes(pid));
    expect(workers.length).toBeGreaterThan(2);
    await stack.database!.freeze();
    await run[Symbol.asyncDispose]();
    await eventually('none is left', async () =>
      (await Promise.all(workers.map(processState))).every((state) => state === 'exited'),
    );
  });

  test('is what two replicas of the reference collector share', async () => {
    await using run = await beginDelivery();
    const env = { DATABASE_URL: '${database.url}' };
    await using stack = await run.start({ ...spec, subject: canoCollector, env, replicas: 2, balanced: true });
    expect((await fetch(`${stack.url}/health`)).status).toBe(200);
    const tables = await query(stack.database!.connectionUrl, "SELECT 1 FROM pg_tables WHERE schemaname = 'public'");
    expect(tables.length).toBeGreaterThan(0);
    await stack.database!.kill();
    await eventually(
      'both say that they cannot work',
      () => stack.balancer!.changes().filter(({ healthy }) => !healthy).length === 2,
    );
    await stack.database!.restart();
    await eventually(
      'both can work again',
      () => stack.balancer!.changes().filter(({ healthy }) => healthy).length === 4,
    );
  });
});

test('is said to be missing where there is none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'firedrill-none-'));
  expect(await findPostgres(folder, folder, folder)).toEqual({
    reason: expect.stringContaining('no initdb on PATH') as string,
  });
  await rm(folder, { recursive: true });
});
