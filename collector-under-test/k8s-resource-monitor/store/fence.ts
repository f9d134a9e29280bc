import type { DatabaseSync } from 'node:sqlite';
import type { Term } from '../election/election.ts';

/** The latest term that has reached the database. */
export interface Fence {
  /** Refuses all earlier terms from now on; throws `Fenced` when a later one has begun. */
  enter(term: Term): void;
  /** The token of the latest term where another than `holder` has it. */
  highestTokenBut(holder: string): number | undefined;
}

/** What a replica is told that writes in a term after which a later one has begun. */
export class Fenced extends Error {
  constructor({ token, holder }: Term) {
    super(`term ${String(token)} of ${holder} is over: the store has seen a later one`);
    this.name = 'Fenced';
  }
}

/** Keeps the latest term in the database. Who has no token, because nobody is elected, is let through. */
export function openFence(db: DatabaseSync): Fence {
  const raise = db.prepare(
    `INSERT INTO fence (one, token, holder) VALUES (1, ?, ?)
     ON CONFLICT (one) DO UPDATE SET token = excluded.token, holder = excluded.holder
     WHERE excluded.token > token OR (excluded.token = token AND excluded.holder = holder)`,
  );
  const highest = db.prepare('SELECT token FROM fence WHERE holder <> ?');
  return {
    enter(term) {
      if (term.token !== null && raise.run(term.token, term.holder).changes === 0) throw new Fenced(term);
    },
    highestTokenBut(holder) {
      const token = highest.get(holder)?.['token'];
      return token === undefined ? undefined : Number(token);
    },
  };
}
