import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../clock.ts';
import type { EndpointStatistics, Store } from './store.ts';

interface SqliteOptions {
  dataDir: string;
  /** How long a lock of another process is waited for. */
  timeoutMs: number;
  clock: Clock;
}

const retryMs = 50;
const busy = 5;

/**
 * Opens the SQLite store in a directory, with a rollback journal, so that whoever locks the file holds up readers too.
 * Locks are waited for between attempts, without holding up other requests.
 */
export async function openSqliteStore({ dataDir, timeoutMs, clock }: SqliteOptions): Promise<Store> {
  mkdirSync(dataDir, { recursive: true });
  const db = new DatabaseSync(join(dataDir, 'stats.db'), { timeout: 0 });
  const attempt = async <T>(query: () => T): Promise<T> => {
    const deadline = clock.monotonic() + timeoutMs;
    for (;;) {
      try {
        return query();
      } catch (error) {
        if (!isBusy(error) || clock.monotonic() + retryMs > deadline) throw error;
        await clock.sleep(retryMs);
      }
    }
  };
  await attempt(() => db.exec(schema));
  const insert = db.prepare('INSERT INTO observations (path, ms) VALUES (?, ?)');
  const newest = db.prepare('SELECT ms FROM observations ORDER BY id DESC LIMIT ?');
  const byPath = db.prepare(
    'SELECT path, count(*) AS count, avg(ms) AS meanMs, max(ms) AS maxMs FROM observations GROUP BY path ORDER BY path',
  );
  return {
    record: ({ path, ms }) => attempt(() => void insert.run(path, ms)),
    statistics: () => attempt(() => byPath.all() as unknown as EndpointStatistics[]),
    durations: (limit) => attempt(() => newest.all(limit).map(({ ms }) => Number(ms))),
    close: () => attempt(() => db.close()),
  };
}

const schema = `
  PRAGMA journal_mode = DELETE;
  CREATE TABLE IF NOT EXISTS observations (id INTEGER PRIMARY KEY, path TEXT NOT NULL, ms REAL NOT NULL);
  CREATE INDEX IF NOT EXISTS observations_path ON observations (path, ms);`;

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === busy;
}
