import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { HarnessError, type Clock } from '../../core/index.ts';
import { Watched } from '../watched.ts';
import { OutputTail } from './output-tail.ts';
import type { Warden } from './warden.ts';

export type ChildOptions = {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly warden: Warden;
  readonly clock: Clock;
  /** Whether SIGTERM comes first when it is stopped; what holds no state worth keeping is killed at once. */
  readonly graceful?: boolean;
  /** How many of its last lines are kept; 400 unless told. */
  readonly keepLines?: number | undefined;
  /** As whom it runs, where that is somebody else. */
  readonly owner?: { readonly uid: number; readonly gid: number };
};

/** A running program, the leader of its own process group. */
export class Child extends Watched implements AsyncDisposable {
  readonly pid: number;
  readonly #warden: Warden;
  readonly #graceful: boolean;
  #isRunning = true;

  constructor(
    process: ChildProcess & { pid: number },
    { name, clock, warden, graceful = false, keepLines }: ChildOptions,
  ) {
    const streams = [process.stdout, process.stderr].filter((stream) => stream !== null);
    const exited = once(process, 'exit').then(([code, signal]) =>
      signal === null ? `exit status ${String(code)}` : `signal ${String(signal)}`,
    );
    super({ name, output: new OutputTail(streams, keepLines), exited, clock });
    void this.exited.then(() => (this.#isRunning = false));
    this.pid = process.pid;
    this.#warden = warden;
    this.#graceful = graceful;
  }

  /** Whether its end has not been seen yet. */
  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Sends `signal` to the program alone; gives whether it was there. */
  signal(signal: NodeJS.Signals): boolean {
    return sendSignal(this.pid, signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#graceful && this.signal('SIGTERM')) {
      sendSignal(this.pid, 'SIGCONT');
      const stop = new AbortController();
      await Promise.race([this.exited, this.clock.sleep(2_000, stop.signal).catch(() => undefined)]);
      stop.abort();
    }
    sendSignal(-this.pid, 'SIGKILL');
    await this.exited;
    this.#warden.remove(this.pid);
  }
}

/** Starts a program under the warden's watch; throws `TOOL_MISSING` when it cannot be started at all. */
export const startChild = async (options: ChildOptions): Promise<Child> => {
  const { name, command, args, env, cwd, warden, owner } = options;
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'], ...owner });
  const failed = once(child, 'error').then(([error]) => error as Error);
  if (!hasPid(child)) {
    const cause = await failed;
    throw new HarnessError('TOOL_MISSING', {
      what: `${name} cannot be started`,
      where: command,
      got: cause.message,
      cause,
    });
  }
  failed.catch(() => undefined);
  warden.add(child.pid);
  return new Child(child, options);
};

const hasPid = (child: ChildProcess): child is ChildProcess & { pid: number } => child.pid !== undefined;

const sendSignal = (pid: number, signal: NodeJS.Signals): boolean => {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
};
