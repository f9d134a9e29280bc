import type { Pool } from 'pg';

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
  CREATE TABLE IF NOT EXISTS heartbeat (id INTEGER PRIMARY KEY, beats BIGINT NOT NULL);
`;

const migrationLock = 4_242_001;

/** Creates the tables when they are missing; replicas starting together take turns. */
export async function migrate(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    await client.query(schema);
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [migrationLock]).catch(() => undefined);
    client.release();
  }
}
