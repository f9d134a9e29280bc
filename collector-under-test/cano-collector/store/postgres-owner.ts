import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import type { Clock } from '../clock.ts';
import * as sql from './postgres-statements.ts';
import { skewOf } from './skew.ts';

/** This replica as the others see it in the database: it lives as long as it says so there. */
export interface Owner extends AsyncDisposable {
  id: string;
  /** Milliseconds by which the database's clock is ahead of this replica's. */
  skewMs(): number;
}

/** How a replica shows that it lives. */
export interface OwnerOptions {
  clock: Clock;
  /** After this long without a sign of life it counts as dead, by the database's clock. */
  ttlMs: number;
  everyMs: number;
}

const retryMs = 200;

/** Registers this replica and keeps it alive; disposal hands its leases back at once. Rejects without a database. */
export async function registerOwner(url: string, { clock, ttlMs, everyMs }: OwnerOptions): Promise<Owner> {
  const id = randomUUID();
  // A connection of its own, so that no queue of other queries makes a living replica look dead.
  const pool = new Pool({ connectionString: url, max: 1, connectionTimeoutMillis: ttlMs, query_timeout: ttlMs });
  pool.on('error', () => undefined);
  let skewMs = 0;
  const beat = async (): Promise<void> => {
    const before = clock.now();
    const { rows } = await pool.query<{ now: number }>(sql.liveOn, [id, ttlMs]);
    skewMs = skewOf({ before, after: clock.now(), there: rows[0]?.now ?? before });
  };
  try {
    await beat();
  } catch (error) {
    await pool.end();
    throw error;
  }
  const stop = new AbortController();
  const beating = keepUp(beat, { clock, everyMs, signal: stop.signal });
  return {
    id,
    skewMs: () => skewMs,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await beating;
      await pool.query(sql.leave, [id]).catch(() => undefined);
      await pool.end();
    },
  };
}

async function keepUp(
  beat: () => Promise<void>,
  { clock, everyMs, signal }: { clock: Clock; everyMs: number; signal: AbortSignal },
): Promise<void> {
  let waitMs = everyMs;
  for (;;) {
    await clock.sleep(waitMs, signal);
    if (signal.aborted) return;
    waitMs = await beat().then(
      () => everyMs,
      () => Math.min(everyMs, retryMs),
    );
  }
}
