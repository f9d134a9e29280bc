import type { Clock } from '../clock.ts';
import type { Settings } from '../settings.ts';
import { openPostgresStore } from './postgres-store.ts';
import { openSqliteStore } from './sqlite-store.ts';
import type { Store } from './store.ts';

/** Opens PostgreSQL when DATABASE_URL is given, SQLite otherwise. */
export async function openStore({ databaseUrl, dataDir, storeTimeoutMs }: Settings, clock: Clock): Promise<Store> {
  return databaseUrl === undefined
    ? await openSqliteStore({ dataDir, timeoutMs: storeTimeoutMs, clock })
    : await openPostgresStore({ url: databaseUrl, timeoutMs: storeTimeoutMs });
}
