import { composeCollector } from '../cano-collector/compose.ts';
import { runCollector } from '../cano-collector/run.ts';
import { openStore } from '../cano-collector/store/open-store.ts';
import { openPostgresStore } from '../cano-collector/store/postgres-store.ts';

const hourMs = 3_600_000;

await runCollector(
  composeCollector({
    openStore: async (settings) =>
      settings.databaseUrl === undefined
        ? await openStore(settings)
        : await openPostgresStore(settings.databaseUrl, { ttlMs: hourMs }),
  }),
);
