import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Term } from '../election/election.ts';
import type { Pod } from '../kubernetes/list-pods.ts';
import { openFence } from './fence.ts';
import type { Fence } from './fence.ts';
import { prepareSchema } from './schema.ts';

/** How many pods were in each phase at a collection. */
export interface CollectionCount {
  /** Milliseconds since the epoch. */
  at: number;
  pods: number;
  running: number;
}

/** One collection: when it began and ended, in ms since the epoch, what was found, and in which term. */
export interface Collection {
  begun: number;
  at: number;
  pods: readonly Pod[];
  term: Term;
}

/** The collections that are kept, of all replicas that share the folder. */
export interface Store extends Fence {
  /** Keeps a collection whole; throws `Fenced` when a later term has begun. */
  add(collection: Collection): void;
  /** The pods of the last collection; none before the first. */
  latest(): Pod[];
  /** Every collection that is kept, the oldest first. */
  counts(): CollectionCount[];
  /** Throws when the database does not answer. */
  check(): void;
  close(): void;
}

/** The name of the database in its directory. */
export const databaseName = 'k8s_metrics.db';

/** How long a replica waits for another to finish writing, in ms. */
const busyMs = 5_000;

/** Opens the SQLite database in a directory; it keeps the last `retention` collections. */
export function openStore(
  { dataDir, retention }: { dataDir: string; retention: number },
  makeFence = openFence,
): Store {
  mkdirSync(dataDir, { recursive: true });
  const db = new DatabaseSync(join(dataDir, databaseName), { timeout: busyMs });
  prepareSchema(db);
  const fence = makeFence(db);
  const addCollection = db.prepare('INSERT INTO collections (begun, at, token, holder) VALUES (?, ?, ?, ?)');
  const addPod = db.prepare(
    'INSERT INTO pods (collection, namespace, name, node, phase, requests) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const prune = db.prepare('DELETE FROM collections WHERE id <= ?');
  const latest = db.prepare(latestPods);
  const counts = db.prepare(everyCount);
  return {
    ...fence,
    add({ begun, at, pods, term }) {
      db.exec('BEGIN IMMEDIATE');
      try {
        fence.enter(term);
        const id = Number(addCollection.run(begun, at, term.token, term.holder).lastInsertRowid);
        for (const { namespace, name, node, phase, requests } of pods) {
          addPod.run(id, namespace, name, node, phase, requests);
        }
        prune.run(id - retention);
        db.exec('COMMIT');
      } catch (error) {
        db.exec('ROLLBACK');
        throw error;
      }
    },
    latest: () => latest.all() as unknown as Pod[],
    counts: () => counts.all() as unknown as CollectionCount[],
    check: () => void latest.get(),
    close: () => db.close(),
  };
}

const latestPods = `SELECT namespace, name, node, phase, requests FROM pods
  WHERE collection = (SELECT max(id) FROM collections) ORDER BY namespace, name`;

const everyCount = `SELECT at, count(name) AS pods, count(CASE WHEN phase = 'Running' THEN 1 END) AS running
  FROM collections LEFT JOIN pods ON pods.collection = collections.id GROUP BY collections.id ORDER BY at`;
