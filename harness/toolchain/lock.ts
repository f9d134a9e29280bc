import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { isAlive, poll, type Clock } from '../core/index.ts';
import { withTicks } from './ticks.ts';

export type LockOptions = {
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /** Told once who holds the lock when it is taken. */
  readonly onWait?: (holder: string) => void;
};

type Holder = { readonly text: string; readonly pid: number | undefined; readonly host: string; readonly at: number };

const heartbeatMs = 5_000;
const staleAfterMs = 60_000;
const waitAtMostMs = 3_600_000;
const retryMs = 200;

/**
 * Runs `work` while holding the lock file at `path`. The lock of a process that is gone, or that has not touched its
 * file for a minute, is taken over. It only saves double work: what is made goes into place by an atomic rename.
 */
export const withLock = async <T>(path: string, options: LockOptions, work: () => Promise<T>): Promise<T> => {
  const { clock, signal } = options;
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), token: randomUUID() });
  let isTold = false;
  await mkdir(dirname(path), { recursive: true });
  await poll(() => acquire(path, mine, clock), {
    what: `waiting for the lock ${path}`,
    until: (holder) => {
      if (holder !== undefined && !isTold) options.onWait?.(describeHolder(holder));
      isTold ||= holder !== undefined;
      return holder === undefined;
    },
    everyMs: retryMs,
    timeoutMs: waitAtMostMs,
    clock,
    signal,
    describe: (holder) => (holder === undefined ? 'the lock' : `it held by ${describeHolder(holder)}`),
  });
  const touch = async (): Promise<void> => await utimes(path, clock.now() / 1000, clock.now() / 1000);
  try {
    return await withTicks(work, { everyMs: heartbeatMs, clock, tick: touch });
  } finally {
    if ((await readHolder(path))?.text === mine) await rm(path, { force: true });
  }
};

/** Takes the lock, after clearing away a stale one; gives the holder when there is a live one. */
const acquire = async (path: string, mine: string, clock: Clock): Promise<Holder | undefined> => {
  for (;;) {
    if (await create(path, mine)) return undefined;
    const holder = await readHolder(path);
    if (holder === undefined) continue;
    if (!isStale(holder, clock)) return holder;
    await clearAway(path, holder);
  }
};

const create = async (path: string, text: string): Promise<boolean> => {
  try {
    await writeFile(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
};

const readHolder = async (path: string): Promise<Holder | undefined> => {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    const pid = /"pid":(\d+)/.exec(text)?.[1];
    const host = /"host":"([^"]*)"/.exec(text)?.[1] ?? '';
    return { text, pid: pid === undefined ? undefined : Number(pid), host, at: mtimeMs };
  } catch {
    return undefined;
  }
};

const isStale = ({ pid, host, at }: Holder, clock: Clock): boolean =>
  clock.now() - at > staleAfterMs || (pid !== undefined && host === hostname() && !isAlive(pid));

/** Moves a stale lock away, and puts it back when another process has replaced it in the meantime. */
const clearAway = async (path: string, stale: Holder): Promise<void> => {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
    if ((await readHolder(aside))?.text !== stale.text) await link(aside, path);
  } catch {
    return;
  } finally {
    await rm(aside, { force: true });
  }
};

const describeHolder = ({ pid, host }: Holder): string =>
  pid === undefined ? 'another process' : `process ${pid} on ${host}`;
