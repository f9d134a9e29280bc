import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { poll } from './poll.ts';
import { readProcessStat } from './process-stat.ts';
import { systemClock } from './clock.ts';

const isLinux = process.platform === 'linux';

describe.skipIf(!isLinux)(`a process${isLinux ? '' : ' (skipped: there is no /proc)'}`, () => {
  test('is told by its state, its parent and the time that it has used', async () => {
    const child = spawn(process.execPath, ['-e', 'process.title = "a) (b"; for (;;);'], { stdio: 'ignore' });
    const ended = once(child, 'exit');
    try {
      const pid = child.pid ?? 0;
      const options = { what: 'it has used 50 ms', everyMs: 10, timeoutMs: 20_000, clock: systemClock };
      const stat = await poll(() => readProcessStat(pid), { ...options, until: (now) => (now?.cpuMs ?? 0) >= 50 });
      expect(stat).toMatchObject({ parent: process.pid });
      child.kill('SIGSTOP');
      const stopped = { ...options, what: 'it is stopped', until: (now?: { state: string }) => now?.state === 'T' };
      await poll(() => readProcessStat(pid), stopped);
    } finally {
      child.kill('SIGKILL');
      await ended;
    }
    expect(await readProcessStat(child.pid ?? 0)).toBeUndefined();
  });
});
