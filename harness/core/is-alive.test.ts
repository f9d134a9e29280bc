import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test, vi } from 'vitest';
import { isAlive } from './is-alive.ts';

test('a process runs until it has ended', async () => {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
  await once(child, 'spawn');
  expect(isAlive(child.pid ?? 0)).toBe(true);
  child.stdin.end();
  await once(child, 'exit');
  expect(isAlive(child.pid ?? 0)).toBe(false);
});

test('what is no id of a process is never taken for one that has ended', () => {
  expect([isAlive(0), isAlive(-99_999_999), isAlive(Number.NaN)]).toEqual([true, true, true]);
});

test('the process of another user runs, though it may not be signalled', () => {
  using kill = vi.spyOn(process, 'kill').mockImplementation(() => {
    throw Object.assign(new Error('not permitted'), { code: 'EPERM' });
  });
  expect(isAlive(1)).toBe(true);
  expect(kill).toHaveBeenCalledExactlyOnceWith(1, 0);
});
