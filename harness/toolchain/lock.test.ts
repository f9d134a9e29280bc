import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../core/index.ts';
import { withLock } from './lock.ts';
import { createSandbox, type Sandbox } from './testing/sandbox.ts';

const lockIn = async ({ folder }: Sandbox): Promise<string> => {
  const path = join(folder, 'locks', '.lock');
  await mkdir(dirname(path), { recursive: true });
  return path;
};

const heldBy = (pid: number | undefined): string => JSON.stringify({ pid, host: hostname(), token: 'another' });
const clock = systemClock;

describe('withLock', () => {
  it('lets one in at a time and leaves no file', async () => {
    await using sandbox = await createSandbox();
    const path = await lockIn(sandbox);
    const waits: string[] = [];
    let inside = 0;
    const work = async (): Promise<number> => {
      inside += 1;
      await clock.sleep(30);
      expect(inside).toBe(1);
      return inside--;
    };
    const onWait = (holder: string): unknown => waits.push(holder);
    const done = await Promise.all([1, 2, 3].map(async () => await withLock(path, { clock, onWait }, work)));
    expect(done).toEqual([1, 1, 1]);
    expect(waits).toEqual([`process ${process.pid} on ${hostname()}`, `process ${process.pid} on ${hostname()}`]);
    expect(await readdir(dirname(path))).toEqual([]);
  });

  it('takes over the lock of a process that is gone', async () => {
    await using sandbox = await createSandbox();
    const path = await lockIn(sandbox);
    const child = execa('true');
    await child;
    await writeFile(path, heldBy(child.pid));
    expect(await withLock(path, { clock }, async () => await Promise.resolve('done'))).toBe('done');
    expect(await readdir(dirname(path))).toEqual([]);
  });

  it('lets only one of many take over a stale lock at a time', async () => {
    await using sandbox = await createSandbox();
    const path = await lockIn(sandbox);
    const child = execa('true');
    await child;
    await writeFile(path, heldBy(child.pid));
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++inside);
      await clock.sleep(10);
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 8 }, async () => await withLock(path, { clock }, work)));
    expect(most).toBe(1);
  });

  it('takes over a lock that was not touched for a minute, although its process number lives', async () => {
    await using sandbox = await createSandbox();
    const path = await lockIn(sandbox);
    await writeFile(path, heldBy(process.pid));
    const old = clock.now() / 1000 - 61;
    await utimes(path, old, old);
    expect(await withLock(path, { clock }, async () => await Promise.resolve('done'))).toBe('done');
  });

  it('stops waiting when it is interrupted, and leaves the lock to its holder', async () => {
    await using sandbox = await createSandbox();
    const path = await lockIn(sandbox);
    await writeFile(path, heldBy(process.pid));
    const interrupt = new AbortController();
    const onWait = (): void => interrupt.abort(new Error('interrupted'));
    const waiting = withLock(path, { clock, signal: interrupt.signal, onWait }, async () => await Promise.resolve());
    await expect(waiting).rejects.toThrow('interrupted');
    expect(await readdir(dirname(path))).toEqual(['.lock']);
  });

  it('is free again after work that throws', async () => {
    await using sandbox = await createSandbox();
    const path = await lockIn(sandbox);
    const failing = withLock(path, { clock }, async () => await Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(await readdir(dirname(path))).toEqual([]);
  });
});
