import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ran, Surrounds } from '../contract/index.ts';
import type { Clock } from '../core/index.ts';

/** A shell whose children live until it is disposed, because a documented `command &` shall outlive its step. */
export interface RehearsalShell extends AsyncDisposable {
  /** Runs a script in bash; one that does not end within the deadline is killed, with status 124. */
  run(script: string, deadlineMs: number, signal: AbortSignal): Promise<Ran>;
}

const timedOut = 124;

/** Opens a shell that has nothing but its surrounds: no variable, no input and no program of the one who runs it. */
export const openShell = ({ folder, env }: Surrounds, clock: Clock): RehearsalShell => {
  const groups = new Set<number>();
  return {
    async run(script, deadlineMs, signal) {
      signal.throwIfAborted();
      const name = join(folder, `.act-${randomUUID()}`);
      await writeFile(name, script);
      await using out = await open(`${name}.out`, 'w');
      await using err = await open(`${name}.err`, 'w');
      const began = clock.monotonic();
      const status = await bash(name, { folder, env, out: out.fd, err: err.fd, deadlineMs, signal, groups });
      const [stdout, stderr] = await Promise.all([readFile(`${name}.out`, 'utf8'), readFile(`${name}.err`, 'utf8')]);
      return { command: script, status, stdout, stderr, ms: clock.monotonic() - began };
    },
    async [Symbol.asyncDispose]() {
      for (const group of groups) end(group);
      groups.clear();
      await Promise.resolve();
    },
  };
};

type Start = Surrounds & {
  readonly out: number;
  readonly err: number;
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  readonly groups: Set<number>;
};

/** Its output goes to files: a pipe would stay open for as long as what it left in the background. */
const bash = async (script: string, start: Start): Promise<number> =>
  await new Promise((resolve, reject) => {
    const { folder, env, out, err, deadlineMs, signal, groups } = start;
    const child = spawn('bash', ['--noprofile', '--norc', script], {
      cwd: folder,
      env: { ...env },
      stdio: ['ignore', out, err],
      detached: true,
    });
    const { pid } = child;
    if (pid !== undefined) groups.add(pid);
    let late = false;
    const stop = (): void => end(pid);
    const deadline = AbortSignal.timeout(deadlineMs);
    const expire = (): void => {
      late = true;
      stop();
    };
    deadline.addEventListener('abort', expire, { once: true });
    signal.addEventListener('abort', stop, { once: true });
    const done = (): void => {
      deadline.removeEventListener('abort', expire);
      signal.removeEventListener('abort', stop);
    };
    child.once('error', (error) => {
      done();
      reject(error);
    });
    child.once('exit', (code) => {
      done();
      resolve(late ? timedOut : (code ?? timedOut));
    });
  });

/** Ends a process group, if it is still there. */
const end = (group: number | undefined): void => {
  try {
    if (group !== undefined) process.kill(-group, 'SIGKILL');
  } catch {
    // Nobody of it is left.
  }
};
