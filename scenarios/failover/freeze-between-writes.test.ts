import { mkdtemp, rm } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeliveryStack } from '../../harness/index.ts';
import { freezeBetweenWrites } from './support/freeze-between-writes.ts';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'firedrill-freeze-'))));
afterEach(async () => await rm(folder, { recursive: true }));

/** A stack whose one replica is in the middle of a write when it is frozen for the first `caught` times. */
const bench = (caught: number) => {
  const storePath = join(folder, 'store.db');
  const writer = new DatabaseSync(storePath);
  writer.exec('PRAGMA journal_mode = WAL; CREATE TABLE collections (id)');
  const log: string[] = [];
  let state = 'running';
  const replica = {
    name: 'monitor',
    async freeze() {
      if (log.filter((each) => each === 'frozen').length < caught) writer.exec('BEGIN IMMEDIATE');
      state = 'stopped';
      await Promise.resolve(log.push('frozen'));
    },
    async thaw() {
      if (writer.isTransaction) writer.exec('COMMIT');
      state = 'running';
      await Promise.resolve(log.push('thawed'));
    },
    state: async () => await Promise.resolve(state),
  };
  const clock = { now: () => 0, sleep: async () => await Promise.resolve() };
  const stack = { replicas: [replica], clock } as unknown as DeliveryStack;
  const freeze = async () => await freezeBetweenWrites(stack, 0, storePath).inject(new AbortController().signal);
  return { log, freeze, [Symbol.dispose]: () => writer.close() };
};

test('one that is not writing is frozen at once', async () => {
  using each = bench(0);
  await each.freeze();
  expect(each.log).toEqual(['frozen']);
});

test('one that was caught writing goes on and is frozen again', async () => {
  using each = bench(2);
  const frozen = await each.freeze();
  expect(each.log).toEqual(['frozen', 'thawed', 'frozen', 'thawed', 'frozen']);
  await frozen[Symbol.asyncDispose]();
  expect(each.log.at(-1)).toBe('thawed');
});

test('one that is always writing is no fault, and is left running', async () => {
  using each = bench(Infinity);
  await expect(each.freeze()).rejects.toMatchObject({ code: 'FAULT_INEFFECTIVE' });
  expect(each.log.at(-1)).toBe('thawed');
});
