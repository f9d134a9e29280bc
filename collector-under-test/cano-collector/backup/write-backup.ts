import { copyFile, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Store } from '../store/store.ts';

/** What goes into a backup, and where. */
export interface BackupRequest {
  directory: string;
  destinationsFile: string;
  store: Pick<Store, 'snapshot'>;
  keep: number;
  now: number;
}

const prefix = 'cano-backup-';
const partial = '.partial-';

/** Writes one complete backup directory, or none; then removes the oldest ones beyond `keep`. */
export async function writeBackup({ directory, destinationsFile, store, keep, now }: BackupRequest): Promise<string> {
  await mkdir(directory, { recursive: true });
  const name = `${prefix}${new Date(now).toISOString().replaceAll(/[-:.]/g, '')}`;
  const [draft, final] = [join(directory, `${partial}${name}`), join(directory, name)];
  try {
    await mkdir(draft, { mode: 0o700 });
    await copyFile(destinationsFile, join(draft, 'destinations.yaml'));
    await store.snapshot(draft);
    for (const file of await readdir(draft)) await sync(join(draft, file));
    await sync(draft);
    await rename(draft, final);
    await sync(directory);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
  await removeOld(directory, keep);
  return final;
}

async function sync(path: string): Promise<void> {
  await using handle = await open(path, 'r');
  await handle.sync();
}

async function removeOld(directory: string, keep: number): Promise<void> {
  const names = (await readdir(directory)).filter((name) => name.startsWith(prefix)).sort();
  for (const name of names.slice(0, Math.max(0, names.length - keep))) {
    await rm(join(directory, name), { recursive: true, force: true });
  }
}
