import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Fault, FaultContext } from '../contract/index.ts';
import { HarnessError, poll } from '../core/index.ts';

export type DatabaseLock = {
  /** The subject's SQLite database, relative to its work folder. */
  readonly path: string;
  /** A path of the subject that is answered from the database. */
  readonly probePath: string;
  readonly title: string;
  /** Held so long, in ms, and let go for a while, again and again; held throughout when left out. */
  readonly cycle?: { readonly holdMs: number; readonly pauseMs: number };
};

/** The longest that a timer can run. */
const foreverMs = 2 ** 31 - 1;

/** The share of a hold that a request must have waited at least to prove it. */
const provenShare = 0.5;

/**
 * Another process holds an exclusive lock on the subject's database, as a backup or a migration does. Held throughout, it
 * is in effect once a request is answered with 5xx; held in cycles, once a request was answered that late. Undone by
 * letting go.
 */
export const lockDatabase = (lock: DatabaseLock): Fault => ({
  kind: 'database-lock',
  title: lock.title,
  needs: ['files'],
  async inject(context) {
    const { stack, clock } = context;
    const database = new DatabaseSync(join(stack.subject.workDir, lock.path), { timeout: 0 });
    const stop = new AbortController();
    const stopped = AbortSignal.any([stop.signal, context.signal]);
    const from = clock.now();
    let holding: Promise<void> | undefined;
    const letGo = async (): Promise<void> => {
      stop.abort();
      await holding;
      database.close();
    };
    try {
      await take(database, context);
      holding = holdOn(database, lock, context, stopped);
      holding.catch(() => undefined);
      return { from, proof: await prove(lock, context), [Symbol.asyncDispose]: letGo };
    } catch (cause) {
      await letGo();
      throw cause;
    }
  },
});

/** Waits, without blocking, until no query is under way. */
const take = async (database: DatabaseSync, { clock, signal }: FaultContext): Promise<void> => {
  const attempt = (): boolean => {
    try {
      database.exec('BEGIN EXCLUSIVE');
      return true;
    } catch (cause) {
      if (cause instanceof Error && /locked/.test(cause.message)) return false;
      throw new HarnessError('FAULT_INEFFECTIVE', { what: 'the database cannot be locked', cause });
    }
  };
  const what = 'the lock on the database is taken';
  await poll(attempt, { what, until: (isTaken) => isTaken, everyMs: 2, timeoutMs: 5_000, clock, signal });
};

const holdOn = async (
  database: DatabaseSync,
  { cycle }: DatabaseLock,
  context: FaultContext,
  stopped: AbortSignal,
): Promise<void> => {
  const { clock } = context;
  const wait = async (ms: number): Promise<void> => {
    await clock.sleep(ms, stopped).catch(() => undefined);
  };
  do {
    await wait(cycle?.holdMs ?? foreverMs);
    database.exec('ROLLBACK');
    await wait(cycle?.pauseMs ?? 0);
    if (!stopped.aborted) await take(database, { ...context, signal: stopped }).catch(() => undefined);
  } while (!stopped.aborted);
  if (database.isTransaction) database.exec('ROLLBACK');
};

const prove = async ({ probePath, cycle }: DatabaseLock, { stack, clock }: FaultContext): Promise<string> => {
  const begun = clock.monotonic();
  const answer = await fetch(stack.subject.url + probePath, { signal: AbortSignal.timeout(15_000) });
  await answer.arrayBuffer();
  const waitedMs = Math.round(clock.monotonic() - begun);
  const said = `${probePath} was answered with ${answer.status} after ${waitedMs} ms`;
  const isProven = cycle === undefined ? answer.status >= 500 : waitedMs >= provenShare * cycle.holdMs;
  if (!isProven)
    throw new HarnessError('FAULT_INEFFECTIVE', { what: 'the lock does not hold up the subject', got: said });
  return said;
};
