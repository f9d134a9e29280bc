import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { tempDir } from '../../cano-collector/testing/temp-dir.ts';
import { openStore } from '../store/store.ts';
import { backUp } from './back-up.ts';

const term = { token: null, holder: 'a' };
const podsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    ...{ namespace: 'shop', name: `web-${index}`, node: 'n1', phase: 'Running', requests: '{}' },
  }));

/** A data directory with a monitor's store that has collected, and a backup of it at a time of one's own. */
async function openData() {
  await using undo = new AsyncDisposableStack();
  const dir = undo.use(await tempDir());
  const dataDir = dir.join('data');
  const backupDir = dir.join('backup');
  const store = openStore({ dataDir, retention: 1_000 });
  undo.defer(() => store.close());
  store.add({ begun: 1_000, at: 1_000, pods: podsOf(50), term });
  const stack = undo.move();
  return {
    ...{ dir, dataDir, backupDir, store },
    backUpAt: (now: number) => backUp({ dataDir, backupDir, kept: 2, clock: { now: () => now } }),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

test('has whole collections only, although the monitor goes on to write', async () => {
  await using data = await openData();
  for (let at = 0; at < 200; at += 1) data.store.add({ begun: at, at, pods: podsOf(50), term });
  const backing = data.backUpAt(0);
  for (let at = 0; at < 20; at += 1) data.store.add({ begun: at, at, pods: podsOf(50), term });
  const path = await backing;
  expect(readdirSync(data.backupDir)).toEqual(['k8s_metrics_19700101T000000000Z.db']);
  using copy = new DatabaseSync(path, { readOnly: true });
  const sizes = copy.prepare('SELECT DISTINCT count(*) AS pods FROM pods GROUP BY collection').all();
  expect(sizes.map(({ pods }) => pods)).toEqual([50]);
  expect(copy.prepare('SELECT count(*) AS made FROM collections').get()?.['made']).toBeGreaterThanOrEqual(201);
});

test('can be opened by a monitor in place of what was lost', async () => {
  await using data = await openData();
  const path = await data.backUpAt(0);
  await mkdir(data.dir.join('other'));
  await writeFile(data.dir.join('other/k8s_metrics.db'), readFileSync(path));
  const restored = openStore({ dataDir: data.dir.join('other'), retention: 1_000 });
  expect(restored.latest()).toEqual(data.store.latest());
  restored.add({ begun: 2_000, at: 2_000, pods: podsOf(1), term });
  expect(restored.counts()).toHaveLength(2);
  restored.close();
});

test('leaves the newest and what it did not make', async () => {
  await using data = await openData();
  await mkdir(data.backupDir);
  await writeFile(data.dir.join('backup/notes.db'), '');
  for (const now of [0, 1, 2]) await data.backUpAt(now);
  expect(readdirSync(data.backupDir).sort()).toEqual([
    'k8s_metrics_19700101T000000001Z.db',
    'k8s_metrics_19700101T000000002Z.db',
    'notes.db',
  ]);
});

test.each([
  ['no database', undefined],
  ['an empty file', ''],
  ['what is no database', 'rows'.repeat(1_000)],
])('of %s there is none, and the older one stays', async (_, text) => {
  await using data = await openData();
  await data.backUpAt(0);
  await mkdir(data.dir.join('bad'));
  const source = data.dir.join('bad/k8s_metrics.db');
  if (text !== undefined) await writeFile(source, text);
  const { backupDir } = data;
  await expect(
    backUp({ dataDir: data.dir.join('bad'), backupDir, kept: 1, clock: { now: () => 1 } }),
  ).rejects.toThrow();
  expect(readdirSync(backupDir)).toEqual(['k8s_metrics_19700101T000000000Z.db']);
  expect(existsSync(source)).toBe(text !== undefined);
});

test('the program says the path with exit 0, and why there is none with exit 1', async () => {
  await using data = await openData();
  const run = (env: Record<string, string>) =>
    promisify(execFile)(process.execPath, [new URL('main.ts', import.meta.url).pathname], {
      env: { PATH: process.env['PATH'] ?? '', NODE_NO_WARNINGS: '1', BACKUP_DIR: data.backupDir, ...env },
    });
  const { stdout } = await run({ DATA_DIR: data.dataDir });
  expect(existsSync(stdout.trim())).toBe(true);
  const failed = await run({ DATA_DIR: data.dir.join('nowhere') }).catch((error: unknown) => error);
  expect(failed).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^no backup: .*nowhere/) as string,
  });
});
