import { systemClock } from '../clock.ts';
import { backUp } from './back-up.ts';

const { DATA_DIR = './data', BACKUP_DIR = './backup', BACKUPS_KEPT = '7' } = process.env;
const kept = Number(BACKUPS_KEPT);

try {
  if (!Number.isInteger(kept) || kept < 1) throw new Error(`BACKUPS_KEPT is ${BACKUPS_KEPT}, not 1 or more`);
  const path = await backUp({ dataDir: DATA_DIR, backupDir: BACKUP_DIR, kept, clock: systemClock });
  process.stdout.write(`${path}\n`);
} catch (error) {
  process.stderr.write(`no backup: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
