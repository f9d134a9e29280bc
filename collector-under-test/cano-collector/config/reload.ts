import type { Dispatcher } from '../delivery/dispatcher.ts';
import type { Logger } from '../logging/logger.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { ConfigSource } from './config-source.ts';

/** What a reload works with. */
export interface ReloadDeps {
  config: ConfigSource;
  dispatcher: Dispatcher;
  metrics: Metrics;
  logger: Logger;
}

/** Builds the reload: one at a time, and it never rejects. */
export function createReload(deps: ReloadDeps): () => Promise<void> {
  let last = Promise.resolve();
  return () => (last = last.then(() => reload(deps)));
}

async function reload({ config, dispatcher, metrics, logger }: ReloadDeps): Promise<void> {
  try {
    const { destinations } = await config.reload();
    metrics.configReloaded('success');
    logger.info({ destinations: destinations.length }, 'configuration reloaded');
    dispatcher.apply(destinations);
  } catch (error) {
    if (config.problem() !== undefined) metrics.configReloaded('failure');
    logger.error({ error: error instanceof Error ? error.message : String(error) }, 'configuration not applied');
  }
}
