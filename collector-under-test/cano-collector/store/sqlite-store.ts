import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { backup } from 'node:sqlite';
import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from './sqlite-schema.ts';
import { prepareStatements } from './sqlite-statements.ts';
import type { Statements } from './sqlite-statements.ts';
import type { Delivery, NewTransition, Settled, Settlement, Store } from './store.ts';

/** Opens the SQLite store in a directory; one process owns it, so leases live in memory. */
export function openSqliteStore(dataDir: string): Store {
  mkdirSync(dataDir, { recursive: true });
  const db = openDatabase(join(dataDir, 'cano.db'));
  const run = prepareStatements(db);
  const leased = new Set<number>();
  return {
    append: (transitions, now) => inTransaction(db, () => transitions.map((one) => insert(run, one, now))),
    claim: ({ destination, limit, now }) =>
      attempt(() => {
        const due = run.claim.all(destination, now, JSON.stringify([...leased]), limit);
        return lease(leased, due as unknown as Delivery[]);
      }),
    destinationsDue: (by) => attempt(() => run.destinationsDue.all(by).map(({ name }) => String(name))),
    claimEvery: (destinations, { limit }) =>
      attempt(() => {
        const held = JSON.stringify([...leased]);
        const rows = run.claimEvery.all(JSON.stringify(destinations), held, limit);
        return lease(leased, rows as unknown as { id: number }[]).map(({ id }) => id);
      }),
    held: (ids) => attempt(() => ids.filter((id) => leased.has(id))),
    async settle(settlements) {
      const settled = await inTransaction(db, () => settlements.map((one) => settleOne(run, one)));
      for (const { id } of settlements) leased.delete(id);
      return settled;
    },
    release: (ids) => attempt(() => ids.forEach((id) => leased.delete(id))),
    pendingCount: () => attempt(() => Number(run.pendingCount.get()?.['total'] ?? 0)),
    prune: (acceptedBefore, limit) => attempt(() => Number(run.prune.run(acceptedBefore, limit).changes)),
    check: () => attempt(() => void run.beat.run()),
    async snapshot(directory) {
      await backup(db, join(directory, 'cano.db'));
    },
    close: () => attempt(() => db.close()),
  };
}

function lease<T extends { id: number }>(leased: Set<number>, rows: readonly T[]): readonly T[] {
  for (const { id } of rows) leased.add(id);
  return rows;
}

function insert(run: Statements, transition: NewTransition, now: number): boolean {
  const { key, fingerprint, payload, destinations } = transition;
  const { changes, lastInsertRowid } = run.insertTransition.run(key, now, destinations.length, payload);
  if (changes === 0) return false;
  for (const destination of destinations) run.insertDelivery.run(lastInsertRowid, destination, fingerprint, now);
  return true;
}

function settleOne(run: Statements, settlement: Settlement): Settled {
  const { id, kind } = settlement;
  if (kind === 'retry') {
    return { applied: run.retry.run(settlement.dueAt, id).changes === 1, firstGiveUp: false };
  }
  const removed = run.remove.get(id) as { transitionId: number } | undefined;
  if (removed === undefined) return { applied: false, firstGiveUp: false };
  const row = run.finishOne.get({ id: removed.transitionId, givenUp: kind === 'given-up' ? 1 : 0 });
  const { pending, givenUp, acceptedAt } = row as { pending: number; givenUp: number; acceptedAt: number };
  return {
    applied: true,
    firstGiveUp: kind === 'given-up' && givenUp === 1,
    finishedAcceptedAt: pending === 0 ? acceptedAt : undefined,
  };
}

function inTransaction<T>(db: DatabaseSync, work: () => T): Promise<T> {
  return attempt(() => {
    db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      db.exec('COMMIT');
      return result;
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw error;
    }
  });
}

async function attempt<T>(work: () => T): Promise<T> {
  return await Promise.resolve(work());
}
