import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { missingShareAtMost, type LoadGenerator } from '../contract/index.ts';
import type { Clock } from '../core/index.ts';
import { disposeAll, followLoad, type K6Load } from './follow-load.ts';
import { shared, startShard, type Shard } from './k6-shard.ts';
import type { LoadJob } from './load-job.ts';
import type { LoadPlan } from './load-plan.ts';

export type K6LoadOptions = {
  readonly plan: LoadPlan;
  /** The subject's address with its path for the webhook, or Alertmanager's `/api/v2/alerts`. */
  readonly url: string;
  /** How many k6 processes share the plan. */
  readonly shards: number;
  /** Where job and records are written; made where it is not there, and never used twice. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** The wall clock, which k6 reads too. */
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly start: LoadGenerator['start'];
  /** How late after it is due a request may be sent: 1 % of the SLO, in ms. */
  readonly lagLimitMs: number;
  /** How long k6 may take to be ready, in ms. */
  readonly readyMs: number;
};

/** How much longer for each user that it makes. */
const userMs = 8;

/**
 * Starts a load by real k6, shared by processes that begin at the same moment. Aborting the signal, or the disposal, ends
 * it early, and `ended` then resolves as aborted. Throws what `start` throws.
 */
export const startK6Load = async (options: K6LoadOptions): Promise<K6Load> => {
  const { plan, clock, signal } = options;
  signal.throwIfAborted();
  const startMs = clock.now() + options.readyMs + userMs * plan.atOnce;
  await writeJob(options, startMs);
  const shards = await startShards(options);
  return followLoad(shards, { ...options, startMs });
};

const writeJob = async ({ plan, url, folder }: K6LoadOptions, startMs: number): Promise<void> => {
  const droppedAtMost = Math.floor(missingShareAtMost * plan.arrivals.requests);
  const job: LoadJob = { plan, url, startMs, droppedAtMost };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, shared.job), JSON.stringify(job));
  await writeFile(join(folder, shared.config), '{}');
};

const startShards = async (options: K6LoadOptions): Promise<readonly Shard[]> => {
  const indices = Array.from({ length: options.shards }, (_, index) => index);
  const starting = indices.map(async (index) => await startShard({ ...options, index, of: options.shards }));
  const started = await Promise.allSettled(starting);
  try {
    return await Promise.all(starting);
  } catch (error) {
    await disposeAll(started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
    throw error;
  }
};
