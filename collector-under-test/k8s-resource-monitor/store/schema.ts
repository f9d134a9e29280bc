import type { DatabaseSync } from 'node:sqlite';

/** Makes the tables where they are missing, and adds what a database of an earlier version lacks. */
export function prepareSchema(db: DatabaseSync): void {
  db.exec('PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; BEGIN IMMEDIATE');
  try {
    db.exec(tables);
    const columns = db.prepare("SELECT name FROM pragma_table_info('collections')").all();
    const known = new Set(columns.map(({ name }) => name));
    for (const [name, type] of added) {
      if (!known.has(name)) db.exec(`ALTER TABLE collections ADD COLUMN ${name} ${type}`);
    }
    db.exec('COMMIT');
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}

const added = [
  ['begun', 'INTEGER'],
  ['token', 'INTEGER'],
  ['holder', 'TEXT'],
] as const;

const tables = `
  CREATE TABLE IF NOT EXISTS collections (id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS pods (
    collection INTEGER NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
    namespace TEXT NOT NULL, name TEXT NOT NULL, node TEXT NOT NULL, phase TEXT NOT NULL, requests TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS pods_collection ON pods (collection);
  CREATE TABLE IF NOT EXISTS fence (one INTEGER PRIMARY KEY CHECK (one = 1), token INTEGER NOT NULL, holder TEXT NOT NULL);`;
