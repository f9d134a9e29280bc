import type { Settings } from '../settings/settings.ts';
import { openPostgresStore } from './postgres-store.ts';
import { openSqliteStore } from './sqlite-store.ts';
import type { Store } from './store.ts';

/** Opens PostgreSQL when DATABASE_URL is given, SQLite otherwise. */
export async function openStore({ databaseUrl, dataDir }: Settings): Promise<Store> {
  return databaseUrl === undefined ? openSqliteStore(dataDir) : await openPostgresStore(databaseUrl);
}
