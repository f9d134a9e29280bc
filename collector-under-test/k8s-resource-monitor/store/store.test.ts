import { DatabaseSync } from 'node:sqlite';
import { mkdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { tempDir } from '../../cano-collector/testing/temp-dir.ts';
import { Fenced } from './fence.ts';
import { databaseName, openStore } from './store.ts';

const pod = { namespace: 'shop', name: 'web-0', node: 'n1', phase: 'Running', requests: '{}' };
const collection = (at: number, token: number | null, holder: string) => ({
  ...{ begun: at, at, pods: [pod] },
  term: { token, holder },
});

/** Two replicas' stores in one folder. */
async function openTwo() {
  await using undo = new AsyncDisposableStack();
  const dir = undo.use(await tempDir());
  const open = () => {
    const store = openStore({ dataDir: dir.join('data'), retention: 100 });
    undo.defer(() => store.close());
    return store;
  };
  const [one, two] = [open(), open()];
  const stack = undo.move();
  return { one, two, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

test('refuses an earlier term once a later one has begun, although it has kept nothing yet', async () => {
  await using stores = await openTwo();
  stores.one.add(collection(1, 4, 'a'));
  stores.one.add(collection(2, 4, 'a'));
  stores.two.enter({ token: 5, holder: 'b' });
  expect(() => stores.one.add(collection(3, 4, 'a'))).toThrow(Fenced);
  expect(() => stores.one.enter({ token: 4, holder: 'a' })).toThrow('term 4 of a is over');
  stores.two.add(collection(4, 5, 'b'));
  expect(stores.one.counts().map(({ at }) => at)).toEqual([1, 2, 4]);
});

test('a token is of the one that brought it first, and others learn of it', async () => {
  await using stores = await openTwo();
  expect(stores.one.highestTokenBut('a')).toBeUndefined();
  stores.one.add(collection(1, 4, 'a'));
  expect(() => stores.two.add(collection(2, 4, 'b'))).toThrow(Fenced);
  expect([stores.two.highestTokenBut('b'), stores.two.highestTokenBut('a')]).toEqual([4, undefined]);
});

test('lets those through that nobody elects', async () => {
  await using stores = await openTwo();
  stores.one.add(collection(1, 4, 'a'));
  stores.two.add(collection(2, null, 'b'));
  expect(stores.two.counts()).toHaveLength(2);
});

test('opens the database of an earlier version with what it has', async () => {
  await using dir = await tempDir();
  await mkdir(dir.join('data'));
  const before = new DatabaseSync(dir.join(`data/${databaseName}`));
  before.exec('CREATE TABLE collections (id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL)');
  before.exec('INSERT INTO collections (at) VALUES (7)');
  before.close();
  const store = openStore({ dataDir: dir.join('data'), retention: 100 });
  store.add(collection(8, 1, 'a'));
  expect(store.counts().map(({ at }) => at)).toEqual([7, 8]);
  store.close();
});
