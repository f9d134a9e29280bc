import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { claimAll, testStoreContract, transition } from '../testing/store-contract.ts';
import { tempDir } from '../testing/temp-dir.ts';
import { openDatabase } from './sqlite-schema.ts';
import { openSqliteStore } from './sqlite-store.ts';

describe('SQLite store', () => {
  testStoreContract(async () => {
    const dir = await tempDir();
    const store = openSqliteStore(dir.join('data'));
    const dispose = async () => {
      await store.close();
      await dir[Symbol.asyncDispose]();
    };
    return { ...store, [Symbol.asyncDispose]: dispose };
  });

  test('syncs every commit to disk', async () => {
    await using dir = await tempDir();
    const db = openDatabase(dir.join('cano.db'));
    expect(db.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
    expect(db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    db.close();
  });

  test('hands out again what was leased before a restart', async () => {
    await using dir = await tempDir();
    const before = openSqliteStore(dir.path);
    await before.append([transition('k1')], 0);
    expect(await claimAll(before)).toHaveLength(1);
    await before.close();
    const after = openSqliteStore(dir.path);
    expect(await claimAll(after)).toMatchObject([{ key: 'k1' }]);
    await after.close();
  });

  test('rejects writes when the database refuses them', async () => {
    await using dir = await tempDir();
    const store = openSqliteStore(dir.path);
    using other = new DatabaseSync(dir.join('cano.db'));
    other.exec('DROP TABLE heartbeat; CREATE VIEW heartbeat AS SELECT 1 AS id, 1 AS beats;');
    await expect(store.check()).rejects.toThrow('heartbeat');
    await store.close();
  });
});
