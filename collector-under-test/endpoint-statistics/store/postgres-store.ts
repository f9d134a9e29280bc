import { Pool } from 'pg';
import type { EndpointStatistics, Store } from './store.ts';

interface PostgresOptions {
  url: string;
  /** How long a query, or the wait for a connection, may take. */
  timeoutMs: number;
}

/** Opens the PostgreSQL store, which several replicas may share. */
export async function openPostgresStore({ url, timeoutMs }: PostgresOptions): Promise<Store> {
  const pool = new Pool({
    connectionString: url,
    max: 8,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
  });
  pool.on('error', () => undefined);
  try {
    await pool.query(schema);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    async record({ path, ms }) {
      await pool.query('INSERT INTO observations (path, ms) VALUES ($1, $2)', [path, ms]);
    },
    async statistics() {
      return (await pool.query<EndpointStatistics>(byPath)).rows;
    },
    async durations(limit) {
      const newest = 'SELECT ms FROM observations ORDER BY id DESC LIMIT $1';
      return (await pool.query<{ ms: number }>(newest, [limit])).rows.map(({ ms }) => ms);
    },
    close: () => pool.end(),
  };
}

/** The lock lets replicas start together: two that create one table at once fail otherwise. */
const schema = `
  BEGIN;
  SELECT pg_advisory_xact_lock(2002);
  CREATE TABLE IF NOT EXISTS observations (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, path TEXT NOT NULL, ms DOUBLE PRECISION NOT NULL);
  CREATE INDEX IF NOT EXISTS observations_path ON observations (path, ms);
  COMMIT;`;

const byPath = `
  SELECT path, count(*)::int AS count, avg(ms) AS "meanMs", max(ms) AS "maxMs"
  FROM observations GROUP BY path ORDER BY path`;
