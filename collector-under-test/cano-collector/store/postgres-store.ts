import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { types } from 'pg';
import type { Pool, PoolClient } from 'pg';
import { systemClock } from '../clock.ts';
import { createClaims } from './postgres-claims.ts';
import { registerOwner } from './postgres-owner.ts';
import type { Owner, OwnerOptions } from './postgres-owner.ts';
import { openPool } from './postgres-pool.ts';
import { migrate } from './postgres-schema.ts';
import * as sql from './postgres-statements.ts';
import { inTransaction } from './postgres-transaction.ts';
import type { ClaimRequest, Delivery, NewTransition, Settled, Settlement, Store } from './store.ts';

type LeaseRequest = Omit<ClaimRequest, 'destination'>;

const queryTimeoutMs = 5_000;
const ownerTtlMs = 3_000;
const heartbeatMs = 1_000;

/** How a replica's life is counted, and how long an answer may take; a few seconds unless told otherwise. */
export type PostgresOptions = Partial<OwnerOptions & { queryTimeoutMs: number }>;

/** Opens the PostgreSQL store, which several replicas may share; what a dead one had leased is free within seconds. */
export async function openPostgresStore(url: string, options: PostgresOptions = {}): Promise<Store> {
  types.setTypeParser(types.builtins.INT8, Number);
  const life = { clock: systemClock, ttlMs: ownerTtlMs, everyMs: heartbeatMs, queryTimeoutMs, ...options };
  const pool = openPool(url, life);
  try {
    await migrate(pool);
    return createStore(pool, await registerOwner(url, life), life.ttlMs);
  } catch (error) {
    await pool.end();
    throw error;
  }
}

function createStore(pool: Pool, owner: Owner, ttlMs: number): Store {
  const lease = createLease(pool, owner, ttlMs);
  return {
    append: (transitions, now) => append(pool, transitions, now + owner.skewMs()),
    async claim({ destination, ...request }) {
      const claimed = await lease<Delivery>(sql.claim, destination, request);
      const skewMs = owner.skewMs();
      return claimed.map((one) => ({ ...one, acceptedAt: one.acceptedAt - skewMs }));
    },
    destinationsDue: (by) => destinationsDue(pool, by + owner.skewMs()),
    async claimEvery(destinations, request) {
      const every = await lease<{ id: number }>(sql.claimEvery, destinations, request);
      return every.map(({ id }) => id);
    },
    async held(ids) {
      return (await pool.query<{ id: number }>(sql.held, [ids, owner.id])).rows.map(({ id }) => id);
    },
    settle: (settlements) => inTransaction(pool, (client) => settleAll(client, settlements, owner)),
    async release(ids) {
      await pool.query(sql.release, [ids, owner.id]);
    },
    async pendingCount() {
      const { rows } = await pool.query<{ total: number }>('SELECT count(*) AS total FROM deliveries');
      return rows[0]?.total ?? 0;
    },
    async prune(acceptedBefore, limit) {
      await pool.query(sql.forgetDead);
      return (await pool.query(sql.prune, [acceptedBefore + owner.skewMs(), limit])).rowCount ?? 0;
    },
    async check() {
      await pool.query(sql.beat);
    },
    snapshot: (directory) => snapshot(pool, directory),
    async close() {
      await owner[Symbol.asyncDispose]();
      await pool.end();
    },
  };
}

async function destinationsDue(pool: Pool, by: number): Promise<string[]> {
  return (await pool.query<{ name: string }>(sql.destinationsDue, [by])).rows.map(({ name }) => name);
}

/** Runs a statement that leases, whose parameters after the first are the same. */
function createLease(pool: Pool, owner: Owner, ttlMs: number) {
  const claims = createClaims();
  return async <T extends object>(statement: string, from: unknown, request: LeaseRequest): Promise<T[]> => {
    const { limit, now, leaseMs } = request;
    const at = now + owner.skewMs();
    return await claims.run(async (number, failed) => {
      const values = [from, at, limit, owner.id, leaseMs, number, failed, ttlMs];
      return (await pool.query<T>(statement, values)).rows;
    });
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

async function settleAll(client: PoolClient, settlements: readonly Settlement[], owner: Owner): Promise<Settled[]> {
  const settled: Settled[] = [];
  for (const settlement of settlements) settled.push(await settleOne(client, settlement, owner));
  return settled;
}

async function settleOne(client: PoolClient, settlement: Settlement, owner: Owner): Promise<Settled> {
  const { id, kind } = settlement;
  if (kind === 'retry') {
    const { rowCount } = await client.query(sql.retry, [id, owner.id, settlement.dueAt + owner.skewMs()]);
    return { applied: rowCount === 1, firstGiveUp: false };
  }
  const givenUp = kind === 'given-up' ? 1 : 0;
  const { rows } = await client.query<{ pending: number; givenUp: number; acceptedAt: number }>(sql.finish, [
    id,
    owner.id,
    givenUp,
  ]);
  const [row] = rows;
  if (row === undefined) return { applied: false, firstGiveUp: false };
  return {
    applied: true,
    firstGiveUp: givenUp === 1 && row.givenUp === 1,
    finishedAcceptedAt: row.pending === 0 ? row.acceptedAt - owner.skewMs() : undefined,
  };
}

async function snapshot(pool: Pool, directory: string): Promise<void> {
  const { rows } = await pool.query<object>(
    'SELECT d.destination, d.attempts, t.key, t.accepted_at, t.payload FROM deliveries d JOIN transitions t ON t.id = d.transition_id ORDER BY d.id',
  );
  await writeFile(join(directory, 'pending.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}
