import { startPostgres } from '../cano-collector/testing/postgres.ts';

/** One kind of store that collectors are measured with. */
export interface BenchStore {
  name: 'sqlite' | 'postgres';
  /** What a collector's environment needs for an empty store of this kind. */
  prepare(): Promise<Record<string, string>>;
}

/** The kinds of stores that are to be had, and why another is not. */
export interface BenchStores extends AsyncDisposable {
  stores: BenchStore[];
  skipped: { name: string; reason: string }[];
}

/** Starts what the stores need; without PostgreSQL gives SQLite alone. */
export async function openStores(): Promise<BenchStores> {
  const sqlite: BenchStore = { name: 'sqlite', prepare: () => Promise.resolve({}) };
  const server = await startPostgres();
  if ('unavailable' in server) {
    const skipped = [{ name: 'postgres', reason: server.unavailable }];
    return { stores: [sqlite], skipped, [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  let databases = 0;
  const postgres: BenchStore = {
    name: 'postgres',
    async prepare() {
      databases += 1;
      return { DATABASE_URL: await server.createDatabase(`bench_${databases}`) };
    },
  };
  return { stores: [sqlite, postgres], skipped: [], [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}
