import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { ConfigError } from './config-error.ts';
import { loadConfig } from './load-config.ts';
import type { Config } from './schema.ts';

/** From this size on, reading a file would hold deliveries up for longer than a thread takes to start. */
const apartBytes = 128 * 1_024;
/** What a thread may use; 10,000 destinations take half of it. */
const resourceLimits = { maxOldGenerationSizeMb: 512 };

/** What a thread is asked to load. */
export interface ApartRequest {
  file: string;
  env: NodeJS.ProcessEnv;
}

/** What it answers, with the stamps of what it looked at. */
export type ApartLoaded = ({ config: Config } | { error: string }) & { seen: Map<string, string> };

/**
 * Loads as `loadConfig` does, a large file in a thread of its own, so that alerts are taken and delivered meanwhile; rejects
 * too when the thread needs more than 512 MB.
 */
export async function loadApart(file: string, env: NodeJS.ProcessEnv, seen: Map<string, string>): Promise<Config> {
  const bytes = await stat(file).then(
    ({ size }) => size,
    () => 0,
  );
  if (bytes < apartBytes) return await loadConfig(file, env, seen);
  const workerData: ApartRequest = { file, env: { ...env } };
  const worker = new Worker(new URL('load-worker.ts', import.meta.url), { workerData, resourceLimits });
  const [loaded] = (await once(worker, 'message')) as [ApartLoaded];
  for (const [path, stamp] of loaded.seen) seen.set(path, stamp);
  if ('error' in loaded) throw new ConfigError(loaded.error);
  return loaded.config;
}
