import { composeCollector } from '../cano-collector/compose.ts';
import type { OpenConfig } from '../cano-collector/config/config-source.ts';
import { loadConfig } from '../cano-collector/config/load-config.ts';
import type { Config } from '../cano-collector/config/schema.ts';
import { stampOf } from '../cano-collector/config/stamp.ts';
import { runCollector } from '../cano-collector/run.ts';

const openAny: OpenConfig = async (file, env) => {
  let stamp = '';
  const load = async (): Promise<Config> => {
    stamp = await stampOf(file);
    return await loadConfig(file, env).catch(() => ({ destinations: [], files: [file] }));
  };
  let config = await load();
  return {
    current: () => config,
    problem: () => undefined,
    hasChanged: async () => (await stampOf(file)) !== stamp,
    reload: async () => (config = await load()),
  };
};

await runCollector(composeCollector({ openConfig: openAny }));
