import { setImmediate } from 'node:timers/promises';

interface Entry<T, R> {
  items: readonly T[];
  resolve: (results: readonly R[]) => void;
  reject: (reason: unknown) => void;
}

/** Joins concurrent calls into shared commits. */
export interface Batcher<T, R> {
  /** Adds items which share one commit; resolves with their results once that commit is durable. */
  add(items: readonly T[]): Promise<readonly R[]>;
  /** Items not committed yet. */
  waiting(): number;
}

/** Builds a batcher: calls of one event-loop turn, and calls arriving during a commit, share the next commit. */
export function createBatcher<T, R>(
  commit: (items: readonly T[]) => Promise<readonly R[]>,
  maxItems: number,
): Batcher<T, R> {
  const queue: Entry<T, R>[] = [];
  let waiting = 0;
  let running = false;
  const drain = async (): Promise<void> => {
    running = true;
    while (queue.length > 0) {
      await setImmediate();
      const entries = take(queue, maxItems);
      await commitEntries(entries, commit);
      waiting -= sizeOf(entries);
    }
    running = false;
  };
  return {
    waiting: () => waiting,
    add: (items) =>
      new Promise((resolve, reject) => {
        queue.push({ items, resolve, reject });
        waiting += items.length;
        if (!running) void drain();
      }),
  };
}

function take<T, R>(queue: Entry<T, R>[], maxItems: number): Entry<T, R>[] {
  let items = 0;
  const end = queue.findIndex((entry) => (items += entry.items.length) >= maxItems);
  return queue.splice(0, end === -1 ? queue.length : end + 1);
}

function sizeOf(entries: readonly { items: readonly unknown[] }[]): number {
  return entries.reduce((total, entry) => total + entry.items.length, 0);
}

async function commitEntries<T, R>(
  entries: readonly Entry<T, R>[],
  commit: (items: readonly T[]) => Promise<readonly R[]>,
): Promise<void> {
  try {
    const results = await commit(entries.flatMap((entry) => entry.items));
    let from = 0;
    for (const { items, resolve } of entries) resolve(results.slice(from, (from += items.length)));
  } catch (error) {
    for (const { reject } of entries) reject(error);
  }
}
