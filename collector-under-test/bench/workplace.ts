import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A directory with a config and a store of its own. */
export interface Workplace extends AsyncDisposable {
  env: Record<string, string>;
}

/** Prepares a collector with one webhook destination; `more` is what its store needs. */
export async function prepareWorkplace(sinkUrl: string, more: Record<string, string> = {}): Promise<Workplace> {
  const directory = await mkdtemp(join(tmpdir(), 'cano-bench-'));
  const file = join(directory, 'destinations.yaml');
  await writeFile(file, `destinations:\n  - { name: sink, type: webhook, url: '${sinkUrl}' }\n`);
  return {
    env: { DESTINATIONS_FILE: file, DATA_DIR: join(directory, 'data'), LOG_LEVEL: 'info', ...more },
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}
