import { stat } from 'node:fs/promises';
import { loadConfig } from './load-config.ts';
import type { Config } from './schema.ts';

/** The configuration in use: the last good one. */
export interface ConfigSource {
  current(): Config;
  /** Why the newest file is not in use; undefined when it is. */
  problem(): string | undefined;
  /** Loads the file again; a bad file changes nothing and rejects. */
  reload(): Promise<Config>;
}

/** Loads the configuration for the first time; rejects when the file is bad. */
export async function openConfig(file: string, env: NodeJS.ProcessEnv): Promise<ConfigSource> {
  let config = await loadConfig(file, env);
  let problem: string | undefined;
  return {
    current: () => config,
    problem: () => problem,
    async reload() {
      try {
        config = await loadConfig(file, env);
        problem = undefined;
        return config;
      } catch (error) {
        problem = error instanceof Error ? error.message : String(error);
        throw error;
      }
    },
  };
}

/** Unix milliseconds of the file's last modification, following symbolic links; undefined while it is missing. */
export async function modifiedAt(file: string): Promise<number | undefined> {
  return await stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
}
