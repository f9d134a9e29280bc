import { HarnessError, type Clock } from '../core/index.ts';
import type { Shard } from './k6-shard.ts';
import { worstOutcome, type LoadOutcome } from './load-outcome.ts';

export type Following = {
  /** When the last of them has to be done, in ms since the epoch. */
  readonly endsMs: number;
  readonly stop: AbortSignal;
  readonly clock: Clock;
};

/** Waits for the end of all processes, and gives their outcome. One that fails stops the others; so does `stop`. */
export const followShards = async (shards: readonly Shard[], following: Following): Promise<LoadOutcome> => {
  const { endsMs, stop, clock } = following;
  const interrupt = (): void => shards.forEach(({ process }) => process.signal('SIGINT'));
  stop.addEventListener('abort', interrupt, { once: true });
  if (stop.aborted) interrupt();
  const all = Promise.all(
    shards.map(async ({ outcome }) => {
      const own = await outcome();
      if (own.kind === 'failed' || own.kind === 'script-error') interrupt();
      return own;
    }),
  );
  const inTime = new AbortController();
  const late = clock.sleep(endsMs - clock.now(), inTime.signal).then(
    () => 'late' as const,
    () => 'late' as const,
  );
  const outcomes = await Promise.race([all, late]);
  inTime.abort();
  stop.removeEventListener('abort', interrupt);
  if (outcomes === 'late') return await endLate(shards);
  const worst = worstOutcome(outcomes);
  return stop.aborted && worst.kind !== 'ended' ? { kind: 'aborted' } : worst;
};

const endLate = async (shards: readonly Shard[]): Promise<LoadOutcome> => {
  const lastLines = shards.map(({ process }) => process.output.last(4)).join('\n');
  await Promise.all(shards.map(async ({ process }) => await process[Symbol.asyncDispose]()));
  const what = 'k6 was not done long after the last request was due, and was ended';
  return { kind: 'failed', error: new HarnessError('LOAD_FAILED', { what, got: `as its last lines:\n${lastLines}` }) };
};
