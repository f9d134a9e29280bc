import { watch } from 'node:fs';
import type { Clock } from '../clock.ts';

const pollMs = 1_000;
const settleMs = 50;

/** What to watch and whom to tell. */
export interface WatchOptions {
  /** Where events make it quick. */
  directory: string;
  hasChanged: () => Promise<boolean>;
  clock: Clock;
  onChange: () => Promise<void>;
  signal: AbortSignal;
}

/** Calls back after something changed; directory events make it quick, polling makes it sure. */
export type Watch = (options: WatchOptions) => Promise<void>;

/** Watches until the signal aborts. */
export const watchFiles: Watch = async ({ directory, hasChanged, clock, onChange, signal }) => {
  let nudge = new AbortController();
  using stack = new DisposableStack();
  stack.use(watchDirectory(directory, () => nudge.abort()));
  signal.addEventListener('abort', () => nudge.abort(), { once: true });
  for (;;) {
    await clock.sleep(pollMs, nudge.signal);
    if (signal.aborted) return;
    nudge = new AbortController();
    if (!(await hasChanged())) continue;
    await clock.sleep(settleMs, signal);
    await onChange();
  }
};

function watchDirectory(directory: string, onEvent: () => void): Disposable {
  try {
    const watcher = watch(directory, { persistent: false }, onEvent);
    watcher.on('error', () => watcher.close());
    return { [Symbol.dispose]: () => watcher.close() };
  } catch {
    return { [Symbol.dispose]: () => undefined };
  }
}
