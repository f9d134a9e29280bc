import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Pool, types } from 'pg';
import type { PoolClient } from 'pg';
import { migrate } from './postgres-schema.ts';
import * as sql from './postgres-statements.ts';
import type { Delivery, NewTransition, Settled, Settlement, Store } from './store.ts';

const connectTimeoutMs = 5_000;
const queryTimeoutMs = 10_000;

/** Opens the PostgreSQL store, which several replicas may share; leases expire, so a dead replica's work is taken over. */
export async function openPostgresStore(url: string): Promise<Store> {
  types.setTypeParser(types.builtins.INT8, Number);
  const pool = new Pool({
    connectionString: url,
    max: 8,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: queryTimeoutMs,
  });
  pool.on('error', () => undefined);
  try {
    await migrate(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return createStore(pool, randomUUID());
}

function createStore(pool: Pool, owner: string): Store {
  return {
    append: (transitions, now) => append(pool, transitions, now),
    async claim({ destination, limit, now, leaseMs }) {
      return (await pool.query<Delivery>(sql.claim, [destination, now, limit, owner, leaseMs])).rows;
    },
    async claimOrphans(destinations, { limit, now, leaseMs }) {
      const { rows } = await pool.query<{ id: number }>(sql.claimOrphans, [destinations, now, limit, owner, leaseMs]);
      return rows.map(({ id }) => id);
    },
    settle: (settlements) => inTransaction(pool, (client) => settleAll(client, settlements, owner)),
    async release(ids) {
      await pool.query(sql.release, [ids, owner]);
    },
    async pendingCount() {
      const { rows } = await pool.query<{ total: number }>('SELECT count(*) AS total FROM deliveries');
      return rows[0]?.total ?? 0;
    },
    prune: async (acceptedBefore, limit) => (await pool.query(sql.prune, [acceptedBefore, limit])).rowCount ?? 0,
    async check() {
      await pool.query(sql.beat);
    },
    snapshot: (directory) => snapshot(pool, directory),
    close: () => pool.end(),
  };
}

async function append(pool: Pool, transitions: readonly NewTransition[], now: number): Promise<boolean[]> {
  const unique = new Map(transitions.map((one) => [one.key, one]));
  // Replicas insert in the same order, so that two batches sharing keys cannot deadlock.
  const sorted = [...unique.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  const planned = sorted.flatMap(({ key, fingerprint, destinations }) =>
    destinations.map((destination) => ({ key, fingerprint, destination })),
  );
  const { rows } = await pool.query<{ key: string }>(sql.append, [
    now,
    sorted.map(({ key }) => key),
    sorted.map(({ destinations }) => destinations.length),
    sorted.map(({ payload }) => payload),
    planned.map(({ key }) => key),
    planned.map(({ destination }) => destination),
    planned.map(({ fingerprint }) => fingerprint),
  ]);
  const fresh = new Set(rows.map(({ key }) => key));
  return transitions.map(({ key }) => fresh.delete(key));
}

async function settleAll(client: PoolClient, settlements: readonly Settlement[], owner: string): Promise<Settled[]> {
  const settled: Settled[] = [];
  for (const settlement of settlements) settled.push(await settleOne(client, settlement, owner));
  return settled;
}

async function settleOne(client: PoolClient, settlement: Settlement, owner: string): Promise<Settled> {
  const { id, kind } = settlement;
  if (kind === 'retry') {
    const { rowCount } = await client.query(sql.retry, [id, owner, settlement.dueAt]);
    return { applied: rowCount === 1, firstGiveUp: false };
  }
  const givenUp = kind === 'given-up' ? 1 : 0;
  const { rows } = await client.query<{ pending: number; givenUp: number; acceptedAt: number }>(sql.finish, [
    id,
    owner,
    givenUp,
  ]);
  const [row] = rows;
  if (row === undefined) return { applied: false, firstGiveUp: false };
  return {
    applied: true,
    firstGiveUp: givenUp === 1 && row.givenUp === 1,
    finishedAcceptedAt: row.pending === 0 ? row.acceptedAt : undefined,
  };
}

async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

async function snapshot(pool: Pool, directory: string): Promise<void> {
  const { rows } = await pool.query<object>(
    'SELECT d.destination, d.attempts, t.key, t.accepted_at, t.payload FROM deliveries d JOIN transitions t ON t.id = d.transition_id ORDER BY d.id',
  );
  await writeFile(join(directory, 'pending.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}
