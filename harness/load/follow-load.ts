import type { Clock } from '../core/index.ts';
import { followShards } from './follow-shards.ts';
import { lastOffset } from './intended-offset.ts';
import type { Shard } from './k6-shard.ts';
import type { LoadPlan } from './load-plan.ts';
import { summariseLoad, type LoadSummary } from './summarise-load.ts';

export interface K6Load extends AsyncDisposable {
  /** When the first request can be due, in ms since the epoch. */
  readonly startMs: number;
  /** The record of each process. */
  readonly files: readonly string[];
  /** Resolves with what became of the load once all its processes have ended, in whatever way. */
  readonly ended: Promise<LoadSummary>;
}

export type FollowOptions = {
  readonly plan: LoadPlan;
  readonly startMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** How late after it is due a request may be sent: 1 % of the SLO, in ms. */
  readonly lagLimitMs: number;
};

/** How long after the last answer k6 may take to end, and how long after it was told to stop. */
const patience = { endMs: 30_000, stopMs: 3_000 };

/** Gives a load that is shared by processes which were started; its disposal ends them. */
export const followLoad = (shards: readonly Shard[], options: FollowOptions): K6Load => {
  const { plan, startMs, clock, signal } = options;
  const stop = new AbortController();
  const endsMs = startMs + lastOffset(plan.arrivals) + plan.answerWithinMs + patience.endMs;
  const ended = summarise(options, shards, { endsMs, stop: AbortSignal.any([stop.signal, signal]) });
  ended.catch(() => undefined);
  return {
    startMs,
    files: shards.map(({ record }) => record),
    ended,
    async [Symbol.asyncDispose]() {
      stop.abort();
      const enough = new AbortController();
      const waited = clock.sleep(patience.stopMs, enough.signal).catch(() => undefined);
      await Promise.race([Promise.all(shards.map(({ process }) => process.exited)), waited]);
      enough.abort();
      await disposeAll(shards);
      await ended.catch(() => undefined);
    },
  };
};

/** Ends the processes of a load. */
export const disposeAll = async (shards: readonly Shard[]): Promise<void> => {
  await Promise.all(shards.map(async ({ process }) => await process[Symbol.asyncDispose]()));
};

const summarise = async (
  { plan, clock, lagLimitMs }: FollowOptions,
  shards: readonly Shard[],
  ending: { readonly endsMs: number; readonly stop: AbortSignal },
): Promise<LoadSummary> => {
  const outcome = await followShards(shards, { ...ending, clock });
  const counts = await Promise.all(shards.map(async ({ dropped }) => await dropped()));
  const dropped = counts.every((count) => count !== undefined)
    ? counts.reduce((sum, each) => sum + each, 0)
    : undefined;
  return await summariseLoad({ plan, files: shards.map(({ record }) => record), outcome, dropped, lagLimitMs });
};
