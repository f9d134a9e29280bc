import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { startNode, staying, uniqueRunId } from '../testing/node-program.ts';
import { eventually, nothingRuns, processesOf } from '../testing/run-processes.ts';
import { processState } from './process-state.ts';
import { startWarden } from './warden.ts';

const workFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'firedrill-warden-'));
  await mkdir(join(folder, 'a', 'b'), { recursive: true });
  await writeFile(join(folder, 'a', 'b', 'file'), 'data');
  return folder;
};

/** Starts a harness that is to be killed; gives it with the process ids that it says. */
const startDoomed = async (runId: string, workDir: string) => {
  const script = fileURLToPath(new URL('../testing/doomed-harness.ts', import.meta.url));
  const harness = spawn(process.execPath, [script, runId, workDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: harness.stdout }), 'line')) as [string];
  return { harness, pids: JSON.parse(line) as Record<string, number> };
};

/** The last is one that Node itself does not catch, so that it shows when the warden does. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const catches = async (pid: number, signal: NodeJS.Signals): Promise<boolean> => {
  const mask = /^SigCgt:\t(\w+)$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0';
  return ((BigInt(`0x${mask}`) >> BigInt(constants.signals[signal] - 1)) & 1n) === 1n;
};

describe('after a harness that was killed', { timeout: 60_000 }, () => {
  test.each(['SIGKILL', 'SIGTERM'] as const)(
    'by %s nothing runs within 5 s, and its work folder is gone',
    async (signal) => {
      const runId = uniqueRunId();
      const workDir = await workFolder();
      const { harness, pids } = await startDoomed(runId, workDir);
      expect(await processesOf(runId)).toEqual(expect.arrayContaining(Object.values(pids)));
      expect(Object.keys(pids)).toEqual(['parent', 'grandchild', 'detached', 'frozen', 'stray']);
      expect(await processState(pids['frozen'] ?? 0)).toBe('stopped');
      harness.kill(signal);
      await nothingRuns(runId);
      expect(existsSync(workDir)).toBe(false);
    },
  );
});

describe('a warden', () => {
  test('ends what it watches, also what does not carry the id of the run, and nothing else, when it is disposed', async () => {
    const runId = uniqueRunId();
    const workDir = await workFolder();
    const warden = startWarden(runId, workDir);
    const watched = await startNode(staying, { warden });
    await using other = await startNode(staying);
    await using released = await startNode(staying, { warden });
    warden.remove(released.pid);
    for (const child of [watched, other, released]) await child.waitFor(/pid/, 'starting', 20_000);
    await warden[Symbol.asyncDispose]();
    expect(existsSync(workDir)).toBe(false);
    await eventually('the watched one ends', async () => (await processState(watched.pid)) === 'exited');
    expect(await processState(other.pid)).toBe('running');
    expect(await processState(released.pid)).toBe('running');
    expect(await processesOf(runId)).toEqual([]);
  });

  test('leaves the processes of another run alone', async () => {
    const [mine, theirs] = [uniqueRunId(), uniqueRunId()];
    const warden = startWarden(mine, await workFolder());
    await using other = await startNode(staying, { env: { FIREDRILL_RUN_ID: theirs } });
    await other.waitFor(/pid/, 'starting', 20_000);
    await warden[Symbol.asyncDispose]();
    expect(await processState(other.pid)).toBe('running');
  });

  test('goes on through the signals of an interrupted terminal', async () => {
    const runId = uniqueRunId();
    const warden = startWarden(runId, await workFolder());
    const watched = await startNode(staying, { warden });
    await watched.waitFor(/pid/, 'starting', 20_000);
    const [pid = 0] = await processesOf(runId);
    await eventually('it heeds no signal', async () => await catches(pid, signals.at(-1) ?? 'SIGHUP'));
    for (const signal of signals) process.kill(pid, signal);
    expect(await processState(watched.pid)).toBe('running');
    await warden[Symbol.asyncDispose]();
    await eventually('the watched one ends', async () => (await processState(watched.pid)) === 'exited');
  });
});
