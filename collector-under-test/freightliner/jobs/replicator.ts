import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Settings } from '../settings.ts';
import type { PoolResult, WorkerPool } from '../worker/worker-pool.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { Job, JobType, Replication } from './job.ts';

/** What replications are made with. */
export interface ReplicatorDeps {
  settings: Pick<Settings, 'registries' | 'limits' | 'attempts' | 'retryDelayMs'>;
  pool: WorkerPool;
  checkpoints: Checkpoints;
  metrics: Metrics;
  clock: Clock;
  logger: Logger;
  signal: AbortSignal;
}

/** Accepts replications and sees them through. */
export interface Replicator {
  /** Gives the id of the job once it is on disk; undefined when a registry is not known. */
  accept(replication: Replication, type: JobType): Promise<string | undefined>;
  /** Goes on with what an earlier process left unfinished. */
  resume(): Promise<void>;
  /** Whether a replication of the same image is under way. */
  isUnderWay(replication: Replication): boolean;
}

/** Builds the replicator. */
export function createReplicator(deps: ReplicatorDeps): Replicator {
  const { settings, checkpoints } = deps;
  const underWay = new Map<string, Job>();
  const follow = async (job: Job, uploads: Record<string, string>): Promise<void> => {
    underWay.set(job.id, job);
    deps.metrics.jobStarted();
    try {
      await seeThrough(deps, job, uploads);
    } catch (error) {
      deps.logger.error({ job: job.id, error: String(error) }, 'a job could not be kept');
    } finally {
      underWay.delete(job.id);
      deps.metrics.jobEnded();
    }
  };
  return {
    async accept(replication, type) {
      const { source, destination } = replication;
      if (!settings.registries.has(source) || !settings.registries.has(destination)) return undefined;
      const job: Job = { ...replication, id: randomUUID(), type };
      await checkpoints.begin(job);
      void follow(job, {});
      return job.id;
    },
    async resume() {
      for (const { job, uploads } of await checkpoints.unfinished()) void follow(job, uploads);
    },
    isUnderWay: ({ source, destination, image }) =>
      [...underWay.values()].some(
        (job) => job.source === source && job.destination === destination && job.image === image,
      ),
  };
}

/** Attempts a job until it succeeds or no attempt is left; after each the checkpoint says where it goes on. */
async function seeThrough(deps: ReplicatorDeps, job: Job, uploads: Record<string, string>): Promise<void> {
  const { settings, checkpoints, clock, logger, metrics, signal } = deps;
  for (let attempt = 1; ; attempt += 1) {
    const result = await attemptJob(deps, job, uploads);
    if (signal.aborted) return;
    if (result.outcome === 'failure' && result.type === 'cancelled') {
      await checkpoints.end(job.id);
      return;
    }
    if (result.outcome === 'failure') {
      logger.warn({ job: job.id, type: result.type, error: result.message }, 'a replication failed');
      metrics.replicationError(job, result.type);
      if (result.type === 'auth') metrics.authFailed('registry');
      if (isWorthAnother(result.type) && attempt < settings.attempts) {
        await clock.sleep(settings.retryDelayMs, signal);
        continue;
      }
    }
    const seconds = (clock.now() - (await checkpoints.begunAt(job.id))) / 1_000;
    metrics.replicated(job, result, seconds);
    await checkpoints.end(job.id);
    return;
  }
}

function isWorthAnother(type: string): boolean {
  return type !== 'panic';
}

async function attemptJob(deps: ReplicatorDeps, job: Job, uploads: Record<string, string>): Promise<PoolResult> {
  const { settings, pool, checkpoints, logger } = deps;
  const [source, destination] = [settings.registries.get(job.source), settings.registries.get(job.destination)];
  if (source === undefined || destination === undefined)
    return { outcome: 'failure', type: 'not_found', message: 'a registry of it is no longer known' };
  const [repository = '', tag = ''] = job.image.split(':');
  const { limits } = settings;
  const onUpload = (digest: string, location: string): void => {
    uploads[digest] = location;
    checkpoints.saveUploads(job.id, uploads).catch((error: unknown) => {
      logger.error({ job: job.id, error: String(error) }, 'a checkpoint could not be written');
    });
  };
  return await pool.run({ transfer: { source, destination, repository, tag, uploads, limits }, onUpload });
}
