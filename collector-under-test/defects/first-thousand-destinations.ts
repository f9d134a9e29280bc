import { composeCollector } from '../cano-collector/compose.ts';
import type { Config } from '../cano-collector/config/schema.ts';
import { openConfig } from '../cano-collector/config/config-source.ts';
import { runCollector } from '../cano-collector/run.ts';

const cut = (config: Config): Config => ({ ...config, destinations: config.destinations.slice(0, 1_000) });

await runCollector(
  composeCollector({
    async openConfig(file, env) {
      const config = await openConfig(file, env);
      return { ...config, current: () => cut(config.current()), reload: async () => cut(await config.reload()) };
    },
  }),
);
