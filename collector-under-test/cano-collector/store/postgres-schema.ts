import type { Pool, PoolClient } from 'pg';

/** Goes up with every change of the schema. */
const version = 1;

const schema = `
  CREATE TABLE IF NOT EXISTS transitions (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    accepted_at BIGINT NOT NULL,
    pending INTEGER NOT NULL,
    given_up INTEGER NOT NULL DEFAULT 0,
    payload TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS transitions_finished ON transitions (accepted_at) WHERE pending = 0;
  CREATE TABLE IF NOT EXISTS deliveries (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    transition_id BIGINT NOT NULL REFERENCES transitions (id) ON DELETE CASCADE,
    destination TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    lease_owner TEXT,
    lease_until BIGINT NOT NULL DEFAULT 0
  );
  CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (destination, due_at, id);
  CREATE INDEX IF NOT EXISTS deliveries_order ON deliveries (destination, fingerprint, id);
  CREATE INDEX IF NOT EXISTS deliveries_transition ON deliveries (transition_id);
  ALTER TABLE deliveries ADD COLUMN IF NOT EXISTS lease_claim BIGINT;
  CREATE TABLE IF NOT EXISTS owners (
    id TEXT PRIMARY KEY,
    alive_since TIMESTAMPTZ NOT NULL,
    alive_until TIMESTAMPTZ NOT NULL
  );
  CREATE TABLE IF NOT EXISTS heartbeat (id INTEGER PRIMARY KEY, beats BIGINT NOT NULL);
  CREATE TABLE IF NOT EXISTS schema_version (id INTEGER PRIMARY KEY, version INTEGER NOT NULL);
  INSERT INTO schema_version VALUES (1, ${version})
    ON CONFLICT (id) DO UPDATE SET version = GREATEST(schema_version.version, ${version});
`;

const migrationLock = 4_242_001;

/**
 * Creates the tables when they are missing; replicas starting together take turns. Where they are up to date nothing is
 * touched: a change, even to what is there already, locks tables that other replicas are writing to.
 */
export async function migrate(pool: Pool): Promise<void> {
  const client = await pool.connect();
  // Without a listener, a connection that breaks now would end the process.
  client.on('error', () => undefined);
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    if (!(await isCurrent(client))) await client.query(schema);
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [migrationLock]).catch(() => undefined);
    client.release();
  }
}

async function isCurrent(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ exists: boolean }>(
    "SELECT to_regclass('schema_version') IS NOT NULL AS exists",
  );
  if (rows[0]?.exists !== true) return false;
  const found = await client.query<{ version: number }>('SELECT version FROM schema_version');
  return (found.rows[0]?.version ?? 0) >= version;
}
