import { Pool } from 'pg';

const connectTimeoutMs = 2_000;

/** How long the server is waited for, and how long it waits for this replica. */
export interface PoolOptions {
  /** How long an answer may take. */
  queryTimeoutMs: number;
  /** After this long without a sign of life a replica is dead, and what it has locked is free. */
  ttlMs: number;
}

/** Opens a pool of connections, whose transactions the server ends once a replica stands still in the middle of one. */
export function openPool(url: string, { queryTimeoutMs, ttlMs }: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: url,
    max: 8,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: queryTimeoutMs,
    idle_in_transaction_session_timeout: ttlMs,
  });
  pool.on('error', () => undefined);
  return pool;
}
