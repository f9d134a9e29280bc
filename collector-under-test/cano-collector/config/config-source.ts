import { stat } from 'node:fs/promises';
import { loadApart } from './load-apart.ts';
import type { Config } from './schema.ts';
import { stampOf } from './stamp.ts';

/** The configuration in use: the last good one. */
export interface ConfigSource {
  current(): Config;
  /** Why the newest file is not in use; undefined when it is. */
  problem(): string | undefined;
  /** Whether a file that the last load looked at, good or bad, is no longer as it was then. */
  hasChanged(): Promise<boolean>;
  /** Loads the file again; a bad file changes nothing and rejects. */
  reload(): Promise<Config>;
}

/** Loads the configuration for the first time; rejects when the file is bad. */
export type OpenConfig = (file: string, env: NodeJS.ProcessEnv) => Promise<ConfigSource>;

/** Opens the configuration of a file and of the secrets that it names. */
export const openConfig: OpenConfig = async (file, env) => {
  let seen = new Map<string, string>();
  let config = await loadApart(file, env, seen);
  let problem: string | undefined;
  return {
    current: () => config,
    problem: () => problem,
    async hasChanged() {
      const same = await Promise.all([...seen].map(async ([path, stamp]) => (await stampOf(path)) === stamp));
      return same.includes(false);
    },
    async reload() {
      seen = new Map();
      try {
        config = await loadApart(file, env, seen);
        problem = undefined;
        return config;
      } catch (error) {
        problem = error instanceof Error ? error.message : String(error);
        throw error;
      }
    },
  };
};

/** Unix milliseconds of the file's last modification, following symbolic links; undefined while it is missing. */
export async function modifiedAt(file: string): Promise<number | undefined> {
  return await stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
}
