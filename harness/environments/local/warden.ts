import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Ends the processes of a run when the harness no longer can. */
export interface Warden extends AsyncDisposable {
  /** Puts a process group under watch. */
  add(pid: number): void;
  /** Takes a process group out of watch, once it has ended. */
  remove(pid: number): void;
}

/**
 * Starts the warden, a process of its own session. When the harness ends, in whatever way, it kills every group under
 * watch and every other process that carries the run's id, calls `endRun` with that id where a module with such an export
 * is named, and removes `workDir`. Its disposal does the same in order.
 */
export const startWarden = (runId: string, workDir: string, ending = ''): Warden => {
  const main = fileURLToPath(new URL('warden-main.ts', import.meta.url));
  const child = spawn(process.execPath, [main, runId, workDir, ending], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { ...process.env, FIREDRILL_RUN_ID: runId },
  });
  const exited = once(child, 'exit');
  child.stdin.on('error', () => undefined);
  child.unref();
  const tell = (line: string): void => {
    child.stdin.write(`${line}\n`);
  };
  return {
    add: (pid) => tell(`add ${pid}`),
    remove: (pid) => tell(`remove ${pid}`),
    async [Symbol.asyncDispose]() {
      child.ref();
      child.stdin.end();
      await exited;
    },
  };
};
