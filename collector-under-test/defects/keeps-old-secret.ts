import { composeCollector } from '../cano-collector/compose.ts';
import { openConfig } from '../cano-collector/config/config-source.ts';
import type { Config, Destination } from '../cano-collector/config/schema.ts';
import { runCollector } from '../cano-collector/run.ts';

/** Gives each destination the secret with which it was first seen. */
const rememberSecrets = () => {
  const first = new Map<string, string | undefined>();
  const keep = (destination: Destination): Destination => {
    if (destination.type !== 'webhook') return destination;
    if (!first.has(destination.name)) first.set(destination.name, destination.bearerToken);
    return { ...destination, bearerToken: first.get(destination.name) };
  };
  return (config: Config): Config => ({ ...config, destinations: config.destinations.map(keep) });
};

await runCollector(
  composeCollector({
    async openConfig(file, env) {
      const config = await openConfig(file, env);
      const keep = rememberSecrets();
      return { ...config, current: () => keep(config.current()), reload: async () => keep(await config.reload()) };
    },
  }),
);
