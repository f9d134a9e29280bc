import { mkdir, open, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

/** The file whose modification time is the time of the last successful backup. */
function lastBackupFile(dataDir: string): string {
  return join(dataDir, 'last-backup');
}

/** Unix milliseconds of the last successful backup; undefined before the first. */
export async function readLastSuccess(dataDir: string): Promise<number | undefined> {
  return await stat(lastBackupFile(dataDir)).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
}

/** Remembers that a backup succeeded at the given time. */
export async function recordSuccess(dataDir: string, now: number): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  const file = lastBackupFile(dataDir);
  await (await open(file, 'a')).close();
  await utimes(file, now / 1_000, now / 1_000);
}
