import { readFile, readdir, rename, stat, utimes, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { aWebhook } from '../testing/fixtures.ts';
import { hookConfig, injectCollector } from '../testing/inject.ts';
import { tempDir } from '../testing/temp-dir.ts';
import { until } from '../testing/wait-for.ts';
import { writeBackup } from './write-backup.ts';

const metric = 'cano_backup_last_success_timestamp';

test('a backup is made at the start, complete and readable', async () => {
  await using dir = await tempDir();
  await using collector = await injectCollector({ env: { BACKUP_DIR: dir.path } });
  await collector.post(aWebhook());
  await until('the first backup', async () => (await collector.metric(metric)) !== undefined);
  const [name = ''] = await readdir(dir.path);
  expect(await readFile(dir.join(name, 'destinations.yaml'), 'utf8')).toBe(hookConfig());
  using copy = new DatabaseSync(dir.join(name, 'cano.db'), { readOnly: true });
  expect(copy.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  expect(((await stat(dir.join(name))).mode & 0o077).toString(8)).toBe('0');
});

test('the time of the last success can be aged, and failures do not touch it', async () => {
  await using dir = await tempDir();
  const env = { BACKUP_DIR: dir.join('backups'), BACKUP_INTERVAL: '20ms' };
  await using collector = await injectCollector({ env });
  await until('the first backup', async () => (await collector.metric(metric)) !== undefined);
  await rename(dir.join('backups'), dir.join('moved'));
  await writeFile(dir.join('backups'), 'in the way');
  const failures = (): Promise<number | undefined> => collector.metric('cano_backup_failures_total');
  await until('a failed backup', async () => ((await failures()) ?? 0) > 0);
  await utimes(collector.dir.join('data', 'last-backup'), 1_000, 1_000);
  const before = (await failures()) ?? 0;
  await until('another failed backup', async () => ((await failures()) ?? 0) > before + 1);
  expect(await collector.metric(metric)).toBe(1_000);
  expect(collector.logs).toContainEqual(expect.objectContaining({ level: 'error', msg: 'backup failed' }));
});

test('only the newest backups are kept, and a failed one leaves nothing', async () => {
  await using dir = await tempDir();
  await writeFile(dir.join('destinations.yaml'), hookConfig());
  const request = { directory: dir.join('b'), destinationsFile: dir.join('destinations.yaml'), keep: 2 };
  const store = { snapshot: (to: string) => writeFile(`${to}/cano.db`, 'copy') };
  for (const now of [1_000, 2_000, 3_000]) await writeBackup({ ...request, store, now });
  const failing = { snapshot: () => Promise.reject(new Error('disk full')) };
  await expect(writeBackup({ ...request, store: failing, now: 4_000 })).rejects.toThrow('disk full');
  expect(await readdir(dir.join('b'))).toEqual(['cano-backup-19700101T000002000Z', 'cano-backup-19700101T000003000Z']);
});
