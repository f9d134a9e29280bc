import { writeFile } from 'node:fs/promises';
import { Client, Pool } from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { systemClock } from '../clock.ts';
import { startChild } from '../testing/child.ts';
import { aWebhook, anAlert } from '../testing/fixtures.ts';
import { hookConfig } from '../testing/inject.ts';
import { startPostgres } from '../testing/postgres.ts';
import { startSink } from '../testing/sink.ts';
import { claimAll, transition } from '../testing/store-contract.ts';
import { tempDir } from '../testing/temp-dir.ts';
import { until, waitFor } from '../testing/wait-for.ts';
import { openPool } from './postgres-pool.ts';
import { openPostgresStore } from './postgres-store.ts';
import type { PostgresOptions } from './postgres-store.ts';
import { inTransaction } from './postgres-transaction.ts';

const server = await startPostgres();
const unavailable = 'unavailable' in server ? server.unavailable : undefined;
const title = unavailable === undefined ? 'replicas on PostgreSQL' : `replicas (skipped: ${unavailable})`;
const hourMs = 3_600_000;
const quick = { ttlMs: 300, everyMs: 50 };
const mute = { ttlMs: 300, everyMs: hourMs };
let databases = 0;

async function newDatabase(): Promise<string> {
  if ('unavailable' in server) throw new Error(server.unavailable);
  databases += 1;
  return await server.createDatabase(`failover_${databases}`);
}

async function open(url: string, options: PostgresOptions = quick) {
  const store = await openPostgresStore(url, options);
  return { ...store, [Symbol.asyncDispose]: () => store.close() };
}

async function connect(url: string) {
  const client = new Client({ connectionString: url });
  await client.connect();
  return { client, [Symbol.asyncDispose]: () => client.end() };
}

async function startReplica(url: string, database: string) {
  await using undo = new AsyncDisposableStack();
  const dir = undo.use(await tempDir());
  const file = dir.join('destinations.yaml');
  await writeFile(file, hookConfig(url));
  const env = { DESTINATIONS_FILE: file, DATABASE_URL: database, DESTINATION_CONCURRENCY: '2' };
  const child = undo.use(await startChild({ env }));
  const stack = undo.move();
  const post = async (fingerprint: string): Promise<number> => {
    const body = JSON.stringify(aWebhook([anAlert({ fingerprint })]));
    const headers = { 'content-type': 'application/json' };
    return (await fetch(`${child.url}/api/alerts`, { method: 'POST', headers, body })).status;
  };
  return { child, post, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

const longLease = { destination: 'a', limit: 100, now: 0, leaseMs: hourMs };

describe.skipIf(unavailable !== undefined)(title, () => {
  afterAll(async () => {
    if (!('unavailable' in server)) await server[Symbol.asyncDispose]();
  });

  test('take over what a dead one had leased, long before the lease runs out', async () => {
    const url = await newDatabase();
    await using alive = await open(url);
    await using dead = await open(url, mute);
    await dead.append([transition('k1'), transition('k2')], 0);
    const [lost] = await dead.claim({ ...longLease, limit: 1 });
    const taken = await waitFor('the takeover', async () =>
      (await alive.claim(longLease)).find(({ id }) => id === lost!.id),
    );
    expect(taken).toMatchObject({ key: 'k1', attempts: 0 });
    expect(await dead.held([lost!.id])).toEqual([]);
    expect(await dead.settle([{ id: lost!.id, kind: 'delivered' }])).toMatchObject([{ applied: false }]);
  });

  test('get no work while they count as dead', async () => {
    const url = await newDatabase();
    await using dead = await open(url, { ttlMs: 0, everyMs: hourMs });
    await dead.append([transition('k1')], 0);
    expect(await dead.claim(longLease)).toEqual([]);
  });

  test('leave the work of the living alone, whatever their clocks show', async () => {
    const url = await newDatabase();
    await using one = await open(url);
    const fast = { ...systemClock, now: () => systemClock.now() + hourMs };
    await using two = await open(url, { ...quick, clock: fast });
    const now = systemClock.now();
    await one.append([transition('k1')], now);
    expect(await claimAll(one, now)).toHaveLength(1);
    expect(await claimAll(two, fast.now())).toEqual([]);
    await two.append([transition('k2')], fast.now());
    const shared = await waitFor('what the other accepted', async () => (await claimAll(one, systemClock.now()))[0]);
    expect(shared.key).toBe('k2');
    expect(Math.abs(shared.acceptedAt - now)).toBeLessThan(60_000);
  });

  test('get at once what one that stops had leased', async () => {
    const url = await newDatabase();
    await using other = await open(url);
    const stopped = await openPostgresStore(url, quick);
    await stopped.append([transition('k1')], 0);
    expect(await stopped.claim(longLease)).toHaveLength(1);
    await stopped.close();
    expect(await other.claim(longLease)).toHaveLength(1);
  });

  test('do not take each other for dead after the database was away', async () => {
    const url = await newDatabase();
    const slow = { ttlMs: 2_000, everyMs: 50 };
    await using one = await open(url, slow);
    await using two = await open(url, slow);
    await one.append([transition('k1')], 0);
    expect(await one.claim(longLease)).toHaveLength(1);
    await using direct = await connect(url);
    await direct.client.query("UPDATE owners SET alive_until = now() - interval '1 hour'");
    await one.append([transition('k2')], 0);
    const claimed = await waitFor('work for the other', async () => {
      const work = await two.claim(longLease);
      return work.length > 0 ? work : undefined;
    });
    expect(claimed.map(({ key }) => key)).toEqual(['k2']);
  });

  test('lease anew what a claim leased whose answer was lost', async () => {
    const url = await newDatabase();
    await using store = await open(url, { ...quick, queryTimeoutMs: 300 });
    await store.append([transition('k1')], 0);
    await using direct = await connect(url);
    await direct.client.query('BEGIN; LOCK deliveries');
    await expect(store.claim(longLease)).rejects.toThrow('timeout');
    await direct.client.query('COMMIT');
    await until('the late lease', async () => {
      const { rowCount } = await direct.client.query('SELECT FROM deliveries WHERE lease_owner IS NOT NULL');
      return rowCount === 1;
    });
    expect(await store.claim(longLease)).toMatchObject([{ key: 'k1' }]);
    expect(await store.claim(longLease)).toEqual([]);
  });

  test('give up what a transaction has locked that stands still, once its replica counts as dead', async () => {
    const url = await newDatabase();
    await using store = await open(url);
    await store.append([transition('k1')], 0);
    const pool = openPool(url, { queryTimeoutMs: 5_000, ttlMs: 300 });
    const [locked, free] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    const standing = inTransaction(pool, async (client) => {
      await client.query('UPDATE deliveries SET attempts = attempts');
      locked.resolve(undefined);
      await free.promise;
      await client.query('SELECT 1');
    });
    const ending = standing.then(
      () => 'committed',
      () => 'ended',
    );
    await locked.promise;
    expect(await store.claim(longLease)).toEqual([]);
    await until('the lock is free', async () => (await store.claim(longLease)).length === 1);
    free.resolve(undefined);
    expect(await ending).toBe('ended');
    await pool.end();
  });

  test('outlive a connection that breaks between two queries of a transaction', async () => {
    const pool = new Pool({ connectionString: await newDatabase() });
    const broken = inTransaction(pool, async (client) => {
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      const ended = new Promise((resolve) => client.once('end', resolve));
      await pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
      await ended;
    });
    await expect(broken).rejects.toThrow();
    expect(await inTransaction(pool, async (client) => (await client.query('SELECT 1')).rowCount)).toBe(1);
    await pool.end();
  });

  test.each(['SIGKILL', 'SIGSTOP'] as const)(
    'after %s another sends all of it within seconds, and only what was in flight twice',
    { timeout: 60_000 },
    async (signal) => {
      await using sink = await startSink();
      sink.respond = () => undefined;
      const database = await newDatabase();
      await using first = await startReplica(sink.url, database);
      for (const name of ['f1', 'f2', 'f3', 'f4']) expect(await first.post(name)).toBe(202);
      await until('two in flight', () => sink.alerts.length === 2);
      sink.respond = undefined;
      await using second = await startReplica(sink.url, database);
      process.kill(first.child.pid, signal);
      const from = systemClock.monotonic();
      const sent = (): string[] => sink.alerts.slice(2).map(({ fingerprint }) => fingerprint);
      await until('all of it', () => new Set(sent()).size === 4);
      expect(systemClock.monotonic() - from).toBeLessThan(8_000);
      if (signal === 'SIGSTOP') process.kill(first.child.pid, 'SIGCONT');
      expect(await (signal === 'SIGSTOP' ? first : second).post('f5')).toBe(202);
      await until('the next', () => sent().includes('f5'));
      expect(sent().sort()).toEqual(['f1', 'f2', 'f3', 'f4', 'f5']);
    },
  );
});
