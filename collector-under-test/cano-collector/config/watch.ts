import { watch } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock } from '../clock.ts';

const pollMs = 1_000;
const settleMs = 50;

/** What to watch and whom to tell. */
export interface WatchOptions {
  /** Asked anew for every look, as secrets files come and go. */
  files: () => readonly string[];
  clock: Clock;
  onChange: () => Promise<void>;
  signal: AbortSignal;
}

/** Calls back after the files changed; directory events make it quick, polling makes it sure. */
export async function watchFiles({ files, clock, onChange, signal }: WatchOptions): Promise<void> {
  const directory = dirname(files()[0] ?? '.');
  let nudge = new AbortController();
  using stack = new DisposableStack();
  stack.use(watchDirectory(directory, () => nudge.abort()));
  signal.addEventListener('abort', () => nudge.abort(), { once: true });
  let seen = await fingerprint(files());
  for (;;) {
    await clock.sleep(pollMs, nudge.signal);
    if (signal.aborted) return;
    nudge = new AbortController();
    if ((await fingerprint(files())) === seen) continue;
    await clock.sleep(settleMs, signal);
    seen = await fingerprint(files());
    await onChange();
  }
}

/** Identifies the content of files as far as their metadata goes, following symbolic links. */
async function fingerprint(files: readonly string[]): Promise<string> {
  const parts = await Promise.all(
    files.map(async (file) => {
      try {
        const { mtimeMs, size, ino } = await stat(file);
        return [await realpath(file), mtimeMs, size, ino].join(':');
      } catch {
        return `${file}:missing`;
      }
    }),
  );
  return parts.join('|');
}

function watchDirectory(directory: string, onEvent: () => void): Disposable {
  try {
    const watcher = watch(directory, { persistent: false }, onEvent);
    watcher.on('error', () => watcher.close());
    return { [Symbol.dispose]: () => watcher.close() };
  } catch {
    return { [Symbol.dispose]: () => undefined };
  }
}
