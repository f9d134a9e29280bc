import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HarnessError, messageOf } from '../core/index.ts';
import { withLock } from './lock.ts';
import { cache } from './look.ts';
import { cachedPath, type Search } from './options.ts';
import { askVersion } from './probe.ts';
import type { ToolSource } from './progress.ts';
import type { StepOutcome } from './step.ts';
import { describeAccepted, isAccepted } from './version.ts';

const draftPrefix = '.making-';
const draftKeptMs = 6 * 3_600_000;

/**
 * Has `make` make the program in a folder of its own, one run at a time over all processes, checks it and moves it into
 * the cache in one step. What goes wrong leaves nothing behind and is given as the reason; only a wrong checksum throws.
 */
export const makeInCache = async (
  search: Search,
  source: ToolSource,
  make: (folder: string) => Promise<string>,
): Promise<StepOutcome> => {
  const { cache: folder, name, clock, signal, emit } = search;
  const lock = join(folder, '.lock');
  const onWait = (holder: string): void => emit({ kind: 'waiting', tool: name, where: lock, holder });
  try {
    return await withLock(lock, { clock, signal, onWait }, async () => {
      const madeByAnother = await cache.run(search);
      return 'tool' in madeByAnother ? madeByAnother : await makeOnce(search, source, make);
    });
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof HarnessError && error.code === 'CHECKSUM_MISMATCH') throw error;
    return { reason: messageOf(error) };
  }
};

const makeOnce = async (
  search: Search,
  source: ToolSource,
  make: (folder: string) => Promise<string>,
): Promise<StepOutcome> => {
  const { name, pin } = search;
  await removeAbandoned(search);
  const draft = join(search.cache, `${draftPrefix}${randomUUID()}`);
  await mkdir(draft, { recursive: true });
  try {
    const made = await make(draft);
    await chmod(made, 0o755);
    const { version, problem } = await askVersion(made, search);
    if (problem !== undefined) return { reason: problem };
    if (!isAccepted(version, pin.accepted)) {
      return { reason: `what was made is ${version}, wanted ${describeAccepted(pin.accepted)}` };
    }
    const path = cachedPath(search);
    await mkdir(dirname(path), { recursive: true });
    await rename(made, path);
    return { tool: { name, path, version, source } };
  } finally {
    await rm(draft, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
};

/** Removes what a killed process left half made. */
const removeAbandoned = async ({ cache: folder, clock }: Search): Promise<void> => {
  for (const entry of await readdir(folder)) {
    if (!entry.startsWith(draftPrefix)) continue;
    const draft = await stat(join(folder, entry)).catch(() => undefined);
    if (draft === undefined || clock.now() - draft.mtimeMs < draftKeptMs) continue;
    await rm(join(folder, entry), { recursive: true, force: true });
  }
};
