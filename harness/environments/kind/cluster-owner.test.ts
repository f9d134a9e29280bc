import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { uniqueRunId } from '../testing/node-program.ts';
import {
  clusterOfRun,
  disownCluster,
  isLeftOver,
  ownCluster,
  ownerOf,
  removeShares,
  shareOf,
} from './cluster-owner.ts';

const cluster = clusterOfRun(uniqueRunId());

afterEach(async () => await rm(shareOf(cluster), { recursive: true, force: true }));

const endedPid = async (): Promise<number> => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return child.pid ?? 0;
};

test('a cluster of a process that lives is no leftover, one of a process that ended is', async () => {
  await ownCluster(cluster, '/bin/kind');
  expect(await ownerOf(cluster)).toEqual({ pid: process.pid, kind: '/bin/kind' });
  expect(await isLeftOver(cluster)).toBe(false);
  await writeFile(join(shareOf(cluster), 'owner.json'), JSON.stringify({ pid: await endedPid(), kind: 'kind' }));
  expect(await isLeftOver(cluster)).toBe(true);
});

test('a cluster that is kept, or that nobody here made, is no leftover', async () => {
  expect(await isLeftOver(cluster)).toBe(false);
  await ownCluster(cluster, '/bin/kind');
  await disownCluster(cluster);
  expect(await ownerOf(cluster)).toBeUndefined();
  expect(await isLeftOver(cluster)).toBe(false);
});

test('the folder of a kept cluster goes once kind has it no more, not that of one that is there or being made', async () => {
  const named = (await readdir(tmpdir())).map((name) => /^firedrill-cluster-(.*)$/.exec(name)?.[1] ?? '');
  const others = named.filter((name) => name !== cluster);
  const isThere = async (): Promise<boolean> =>
    await access(shareOf(cluster)).then(
      () => true,
      () => false,
    );
  await ownCluster(cluster, '/bin/kind');
  await removeShares(others);
  expect(await isThere()).toBe(true);
  await disownCluster(cluster);
  await removeShares([...others, cluster]);
  expect(await isThere()).toBe(true);
  await removeShares(others);
  expect(await isThere()).toBe(false);
});
