import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { HarnessError, type Clock } from '../../core/index.ts';
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
};

/** How long the last lines of a program that has ended may take to be read, in ms. */
const lastLinesMs = 1_000;

/** A running program, the leader of its own process group. */
export class Child implements AsyncDisposable {
  readonly pid: number;
  readonly name: string;
  readonly output: OutputTail;
  /** Resolves, in words, when the program has ended. */
  readonly exited: Promise<string>;
  readonly #clock: Clock;
  readonly #warden: Warden;
  readonly #graceful: boolean;

  constructor(process: ChildProcess & { pid: number }, { name, clock, warden, graceful = false }: ChildOptions) {
    this.pid = process.pid;
    this.name = name;
    this.#clock = clock;
    this.#warden = warden;
    this.#graceful = graceful;
    this.output = new OutputTail([process.stdout, process.stderr].filter((stream) => stream !== null));
    this.exited = once(process, 'exit').then(([code, signal]) =>
      signal === null ? `exit status ${String(code)}` : `signal ${String(signal)}`,
    );
  }

  /** Sends `signal` to the program alone; gives whether it was there. */
  signal(signal: NodeJS.Signals): boolean {
    return sendSignal(this.pid, signal);
  }

  /**
   * Resolves with the first match in the output; throws `PROCESS_EXITED` when the program ends before, and `TIMEOUT`,
   * each with the last lines.
   */
  async waitFor(pattern: RegExp, what: string, timeoutMs: number, signal?: AbortSignal): Promise<RegExpExecArray> {
    return await this.whileRunning(what, async (ended) => {
      const late = this.#clock.sleep(timeoutMs, signal === undefined ? ended : AbortSignal.any([ended, signal]));
      const expired = late.then(() => {
        throw this.#lateError(what, timeoutMs);
      });
      return await Promise.race([this.output.match(pattern), expired]);
    });
  }

  /** Gives what `work` gives; throws `PROCESS_EXITED` with the last lines when the program ends before. */
  async whileRunning<T>(what: string, work: (ended: AbortSignal) => Promise<T>): Promise<T> {
    const stop = new AbortController();
    const ended = this.exited.then(async (how) => {
      await Promise.race([this.output.ended, this.#clock.sleep(lastLinesMs, stop.signal)]);
      throw this.#exitError(what, how);
    });
    const working = work(stop.signal);
    for (const each of [ended, working]) each.catch(() => undefined);
    try {
      return await Promise.race([working, ended]);
    } finally {
      stop.abort();
    }
  }

  #exitError(what: string, how: string): HarnessError {
    const taken = /address already in use|EADDRINUSE/.test(this.output.last(20));
    return new HarnessError(taken ? 'PORT_TAKEN' : 'PROCESS_EXITED', {
      what: `${this.name} ended while ${what}`,
      got: `${how}; its last lines:\n${this.output.last(8)}`,
      next: taken
        ? 'run again: another program took the port between choice and use'
        : 'see the lines above for its reason',
    });
  }

  #lateError(what: string, timeoutMs: number): HarnessError {
    return new HarnessError('TIMEOUT', {
      what: `${this.name}: ${what}`,
      expected: `its line within ${timeoutMs} ms`,
      got: `as its last lines:\n${this.output.last(8)}`,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#graceful && this.signal('SIGTERM')) {
      sendSignal(this.pid, 'SIGCONT');
      const stop = new AbortController();
      await Promise.race([this.exited, this.#clock.sleep(2_000, stop.signal).catch(() => undefined)]);
      stop.abort();
    }
    sendSignal(-this.pid, 'SIGKILL');
    await this.exited;
    this.#warden.remove(this.pid);
  }
}

/** Starts a program under the warden's watch; throws `TOOL_MISSING` when it cannot be started at all. */
export const startChild = async (options: ChildOptions): Promise<Child> => {
  const { name, command, args, env, cwd, warden } = options;
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
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
