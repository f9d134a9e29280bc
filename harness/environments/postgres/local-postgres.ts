import { chmod, chown, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Program, SubjectState } from '../../contract/index.ts';
import { HarnessError, poll, type Clock } from '../../core/index.ts';
import { startChild, type Child } from '../local/child.ts';
import { freePort } from '../local/free-port.ts';
import { processState } from '../local/process-state.ts';
import type { Warden } from '../local/warden.ts';
import type { PostgresTools } from './find-postgres.ts';
import { childrenOf } from './process-family.ts';

export type LocalPostgresOptions = {
  readonly tools: PostgresTools;
  /** Where its data goes, in a folder that it makes. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly warden: Warden;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

const startTimeoutMs = 60_000;
const user = 'firedrill';
const flags = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=200'];

/** A PostgreSQL server with an empty database, which keeps what it has committed when it is killed, and its port. */
export class LocalPostgres implements Program, AsyncDisposable {
  readonly name = 'postgres';
  readonly #options: LocalPostgresOptions;
  readonly #data: string;
  readonly #children: Child[] = [];
  #port = 0;
  #frozen: readonly number[] = [];

  constructor(options: LocalPostgresOptions) {
    this.#options = options;
    this.#data = join(options.folder, 'data');
  }

  get url(): string {
    return `tcp://127.0.0.1:${this.#port}`;
  }

  get connectionUrl(): string {
    return `postgres://${user}@127.0.0.1:${this.#port}/postgres`;
  }

  /** Makes the database and starts it; resolves once it takes connections. */
  async start(): Promise<void> {
    const { folder, tools } = this.#options;
    await mkdir(folder, { recursive: true });
    if (tools.owner !== undefined) {
      await chown(folder, tools.owner.uid, tools.owner.gid);
      // Its user has to get there through the folders of the run, which nobody else may look into.
      for (const above of [dirname(folder), dirname(dirname(folder))]) await chmod(above, 0o711);
    }
    await using made = await this.#run('initdb', [
      '-D',
      this.#data,
      '-U',
      user,
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--no-sync',
    ]);
    const how = await Promise.race([made.exited, this.#late('initdb')]);
    if (how !== 'exit status 0') throw this.#failed('initdb', how, made);
    this.#port = await freePort();
    await this.#launch();
  }

  async restart(): Promise<void> {
    if (!this.#options.signal.aborted) await this.#launch();
  }

  async state(): Promise<SubjectState> {
    const child = this.#children.at(-1);
    return child === undefined ? 'exited' : await processState(child.pid);
  }

  /** Stops all of its processes at once, as the end of its machine does: none of them may see another end. */
  async kill(): Promise<void> {
    const child = this.#running();
    const family = await this.#stop(child);
    for (const pid of [...family, child.pid]) send(pid, 'SIGKILL');
    await child.exited;
    await this.#all(family, 'exited');
    this.#release();
  }

  async freeze(): Promise<void> {
    const child = this.#running();
    const family = await this.#stop(child);
    // Each leads a session of its own, and would not end with the server while it is stopped.
    for (const pid of family) this.#options.warden.add(pid);
    this.#frozen = family;
    await this.#all([child.pid, ...family], 'stopped');
  }

  async thaw(): Promise<void> {
    const child = this.#running();
    for (const pid of [...this.#frozen, child.pid]) send(pid, 'SIGCONT');
    await this.#all([child.pid], 'running');
    this.#release();
  }

  logTail(lines: number): string {
    return this.#children.at(-1)?.output.last(lines) ?? '';
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#children.at(-1)?.isRunning === true) await this.kill();
    await Promise.all(this.#children.map(async (child) => await child[Symbol.asyncDispose]()));
  }

  async #launch(): Promise<void> {
    const child = await this.#run('postgres', ['-D', this.#data, '-p', String(this.#port), ...flags]);
    this.#children.push(child);
    const ready = /ready to accept connections/;
    await child.waitFor(ready, 'starting', startTimeoutMs, this.#options.signal);
  }

  async #run(program: string, args: readonly string[]): Promise<Child> {
    const { tools, folder, env, warden, clock } = this.#options;
    const own = { LC_ALL: 'C' };
    const command = join(tools.folder, program);
    const { owner } = tools;
    return await startChild({
      ...{ name: program, command, args, env: { ...env, ...own }, cwd: folder, warden, clock },
      ...(owner === undefined ? {} : { owner }),
    });
  }

  /** Stops the server, then its children, of which it can have no more then; gives those. */
  async #stop(child: Child): Promise<number[]> {
    send(child.pid, 'SIGSTOP');
    if (child.isRunning) await this.#all([child.pid], 'stopped');
    const family = await childrenOf(child.pid);
    for (const pid of family) send(pid, 'SIGSTOP');
    return family;
  }

  async #all(pids: readonly number[], wanted: SubjectState): Promise<void> {
    const states = async (): Promise<SubjectState[]> => await Promise.all(pids.map(processState));
    const until = (seen: readonly SubjectState[]): boolean =>
      seen.every((state) => state === wanted || state === 'exited');
    const { clock } = this.#options;
    await poll(states, { what: `postgres is ${wanted}`, until, everyMs: 5, timeoutMs: 5_000, clock });
  }

  #release(): void {
    for (const pid of this.#frozen) this.#options.warden.remove(pid);
    this.#frozen = [];
  }

  #running(): Child {
    const child = this.#children.at(-1);
    if (child === undefined) throw new HarnessError('INTERNAL', { what: 'postgres was never started' });
    return child;
  }

  async #late(what: string): Promise<string> {
    const { clock, signal } = this.#options;
    await clock.sleep(startTimeoutMs, signal);
    return `${what} did not end within ${startTimeoutMs} ms`;
  }

  #failed(program: string, how: string, { output }: Child): HarnessError {
    return new HarnessError('PROCESS_EXITED', { what: program, got: `${how}; its last lines:\n${output.last(8)}` });
  }
}

const send = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already.
  }
};
