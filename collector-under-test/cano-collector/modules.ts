import { backUp } from './backup/backup-job.ts';
import { systemClock, systemRandom } from './clock.ts';
import { modifiedAt, openConfig } from './config/config-source.ts';
import { watchFiles } from './config/watch.ts';
import { openTransport } from './destinations/transport.ts';
import { createLogger } from './logging/logger.ts';
import { createMetrics } from './metrics/metrics.ts';
import { listenOnPort } from './server/listen.ts';
import type { Listen } from './server/listen.ts';
import type { Backup } from './backup/backup-job.ts';
import type { Clock, Random } from './clock.ts';
import type { OpenConfig } from './config/config-source.ts';
import type { Watch } from './config/watch.ts';
import type { Transport } from './destinations/transport.ts';
import type { Logger } from './logging/logger.ts';
import type { Metrics, MetricsOptions } from './metrics/metrics.ts';
import type { LogSettings, Settings } from './settings/settings.ts';
import { openStore } from './store/open-store.ts';
import type { Store } from './store/store.ts';

/** The replaceable parts of the collector. */
export interface Modules {
  clock: Clock;
  random: Random;
  createLogger: (settings: LogSettings) => Logger;
  createMetrics: (options: MetricsOptions) => Metrics;
  openConfig: OpenConfig;
  watch: Watch;
  openStore: (settings: Settings) => Promise<Store>;
  openTransport: (settings: Settings) => Transport;
  /** Unix milliseconds of a file's last change. */
  modifiedAt: (file: string) => Promise<number | undefined>;
  backUp: Backup;
  listen: Listen;
}

/** The parts a deployment uses. */
export const defaultModules: Modules = {
  clock: systemClock,
  random: systemRandom,
  createLogger,
  createMetrics,
  openConfig,
  watch: watchFiles,
  openStore,
  openTransport,
  modifiedAt,
  backUp,
  listen: listenOnPort,
};
