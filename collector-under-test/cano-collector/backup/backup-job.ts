import type { Clock } from '../clock.ts';
import type { Logger } from '../logging/logger.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Settings } from '../settings/settings.ts';
import type { Store } from '../store/store.ts';
import { recordSuccess } from './last-success.ts';
import { writeBackup } from './write-backup.ts';

/** What a backup works with. */
export interface BackupDeps {
  settings: Settings;
  store: Store;
  metrics: Metrics;
  logger: Logger;
  clock: Clock;
}

/** Makes one backup; rejects when it fails. */
export type Backup = (deps: BackupDeps) => Promise<void>;

/** Backs up the destinations file and the store, then remembers the success. */
export const backUp: Backup = async ({ settings, store, clock }) => {
  const { backupDir: directory, destinationsFile, backupKeep: keep, dataDir } = settings;
  if (directory === undefined) return;
  await writeBackup({ directory, destinationsFile, store, keep, now: clock.now() });
  await recordSuccess(dataDir, clock.now());
};

/** Backs up at once and then at every interval, until the signal aborts; does nothing without BACKUP_DIR. */
export async function runBackups(backup: Backup, deps: BackupDeps, signal: AbortSignal): Promise<void> {
  const { settings, metrics, logger, clock } = deps;
  if (settings.backupDir === undefined) return;
  while (!signal.aborted) {
    try {
      await backup(deps);
      logger.info('backup written');
    } catch (error) {
      metrics.backupFailed();
      logger.error({ error: String(error) }, 'backup failed');
    }
    await clock.sleep(settings.backupIntervalMs, signal);
  }
}
