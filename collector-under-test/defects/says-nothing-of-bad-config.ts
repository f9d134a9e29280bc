import { composeCollector } from '../cano-collector/compose.ts';
import { openConfig } from '../cano-collector/config/config-source.ts';
import { runCollector } from '../cano-collector/run.ts';

await runCollector(
  composeCollector({
    async openConfig(file, env) {
      const config = await openConfig(file, env);
      return { ...config, problem: () => undefined, reload: () => config.reload().catch(() => config.current()) };
    },
  }),
);
