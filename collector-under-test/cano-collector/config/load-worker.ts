import { parentPort, workerData } from 'node:worker_threads';
import { loadConfig } from './load-config.ts';
import type { ApartLoaded, ApartRequest } from './load-apart.ts';

const { file, env } = workerData as ApartRequest;
const seen = new Map<string, string>();
const loaded: ApartLoaded = await loadConfig(file, env, seen).then(
  (config) => ({ config, seen }),
  (error: unknown) => ({ error: error instanceof Error ? error.message : String(error), seen }),
);
parentPort?.postMessage(loaded);
