import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import type { Clock } from '../clock.ts';
import { databaseName } from '../store/store.ts';

export interface BackupOptions {
  dataDir: string;
  backupDir: string;
  /** How many backups are left, this one too. */
  kept: number;
  clock: Pick<Clock, 'now'>;
}

const isBackup = (name: string): boolean => /^k8s_metrics_[\dTZ]+\.db$/.test(name);

/**
 * Backs the database up while others write to it, and gives the path of the backup, which is one file and has been checked.
 * Older ones go only then. Throws where there is no database, it is damaged or is none of the monitor's, or there is no room.
 */
export async function backUp({ dataDir, backupDir, kept, clock }: BackupOptions): Promise<string> {
  using source = open(join(dataDir, databaseName), true);
  mkdirSync(backupDir, { recursive: true });
  const stamp = new Date(clock.now()).toISOString().replaceAll(/[-:.]/g, '');
  const path = join(backupDir, `k8s_metrics_${stamp}.db`);
  const partial = `${path}.partial`;
  try {
    await backup(source, partial);
    check(partial);
    renameSync(partial, path);
  } finally {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${partial}${suffix}`, { force: true });
  }
  const backups = readdirSync(backupDir).filter(isBackup).sort();
  for (const old of backups.slice(0, -kept)) rmSync(join(backupDir, old));
  return path;
}

/** Opens a database that exists; read-only, so that none is made where there is none. */
function open(path: string, readOnly: boolean): DatabaseSync {
  try {
    return new DatabaseSync(path, { readOnly });
  } catch (error) {
    throw new Error(`${path} cannot be opened`, { cause: error });
  }
}

function check(path: string): void {
  using copy = open(path, false);
  // As one file it can be copied on; the journal of the original is one of three.
  copy.exec('PRAGMA journal_mode = DELETE');
  const found = copy.prepare('PRAGMA integrity_check').get();
  if (found?.['integrity_check'] !== 'ok') throw new Error(`${path} is damaged: ${JSON.stringify(found)}`);
  copy.prepare('SELECT count(*) FROM collections JOIN pods ON pods.collection = collections.id').get();
}
