import { describe, expect, test } from 'vitest';
import { startNode, staying } from '../testing/node-program.ts';
import { eventually } from '../testing/run-processes.ts';
import { processState } from './process-state.ts';

describe('the state of a process', () => {
  test('is running, stopped by a signal, running again, and exited', async () => {
    await using child = await startNode(staying);
    await child.waitFor(/pid/, 'starting', 20_000);
    expect(await processState(child.pid)).toBe('running');
    child.signal('SIGSTOP');
    await eventually('it is stopped', async () => (await processState(child.pid)) === 'stopped');
    child.signal('SIGCONT');
    await eventually('it is running', async () => (await processState(child.pid)) === 'running');
    child.signal('SIGKILL');
    await child.exited;
    expect(await processState(child.pid)).toBe('exited');
  });

  test('is read right when the name of the program looks like a state', async () => {
    await using child = await startNode(`process.title = 'a) T ('; ${staying}`);
    await child.waitFor(/pid/, 'starting', 20_000);
    expect(await processState(child.pid)).toBe('running');
  });

  test('is exited for one that nobody has taken leave of yet', async () => {
    await using child = await startNode('', { command: 'sh', args: ['-c', 'sleep 0 & echo pid $!; exec sleep 60'] });
    const found = await child.waitFor(/pid (\d+)/, 'starting', 20_000);
    await eventually('the zombie counts as exited', async () => (await processState(Number(found[1]))) === 'exited');
  });

  test('is exited for one that never was', async () => {
    expect(await processState(2 ** 22 + 1)).toBe('exited');
  });
});
