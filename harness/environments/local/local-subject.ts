import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Subject, SubjectState, System } from '../../contract/index.ts';
import { HarnessError, poll, withDeadline, type Clock } from '../../core/index.ts';
import { fillTemplate } from '../template.ts';
import { startChild, type Child } from './child.ts';
import { childReady } from './http-ready.ts';
import { processState } from './process-state.ts';
import { onSmallDisk } from './small-disk.ts';
import type { Warden } from './warden.ts';

/** What is started: a system, or something that it needs. */
export type Startable = Pick<System, 'name' | 'start'> & {
  /** Where it answers 200 once it is ready; undefined where listening is enough. */
  readonly healthPath: string | undefined;
};

export type LocalSubjectOptions = {
  readonly system: Startable;
  readonly workDir: string;
  /** The project's folder, which relative arguments of the command are found from. */
  readonly root: string;
  readonly values: Readonly<Record<string, string>>;
  /** Over the system's own environment variables; an empty string unsets. */
  readonly env: Readonly<Record<string, string>>;
  readonly inherited: Readonly<Record<string, string>>;
  readonly warden: Warden;
  readonly clock: Clock;
  /** Ends the wait for a start, and says that nothing is to be started again. */
  readonly signal: AbortSignal;
  /** How many lines of the output of each of its processes are kept; 400 unless told. */
  readonly keepLines?: number;
  /** The size of the disk that its folder `data` then is, and that each of its processes has anew. */
  readonly dataDiskMb?: number | undefined;
};

const startTimeoutMs = 30_000;

/** The system under test as a local process that can be killed, frozen and started again at its port. */
export class LocalSubject implements Subject, AsyncDisposable {
  readonly name: string;
  readonly workDir: string;
  readonly #options: LocalSubjectOptions;
  readonly #children: Child[] = [];
  #port = '0';

  constructor(options: LocalSubjectOptions) {
    this.name = options.system.name;
    this.workDir = options.workDir;
    this.#options = options;
  }

  /** The file with the process id of the subject as it last started. */
  get pidFile(): string {
    return join(this.workDir, '.pid');
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Writes the system's files and starts it; resolves once it is healthy. */
  async start(): Promise<void> {
    const { system, values } = this.#options;
    for (const [path, text] of Object.entries(system.start.local.files)) {
      const target = join(this.workDir, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, fillTemplate(text, { ...values, work: this.workDir }, `${system.name} › ${path}`));
    }
    await this.#launch();
  }

  /** Also resolves, and starts nothing, when the drill is at an end: all of it is stopped next. */
  async restart(): Promise<void> {
    if (!this.#options.signal.aborted) await this.#launch();
  }

  async state(): Promise<SubjectState> {
    const child = this.#children.at(-1);
    return child === undefined ? 'exited' : await processState(child.pid);
  }

  async kill(): Promise<void> {
    const child = this.#running();
    child.signal('SIGKILL');
    await child.exited;
  }

  /** Asks it to finish (SIGTERM); resolves once it is gone. Throws `TIMEOUT` when it does not within `timeoutMs`. */
  async terminate(timeoutMs: number): Promise<void> {
    const child = this.#running();
    child.signal('SIGTERM');
    const what = `${this.name} ends when it is asked to`;
    await withDeadline(async () => await child.exited, { what, timeoutMs, clock: this.#options.clock });
  }

  /** Its process id, and that of its process group; undefined while it does not run. */
  pid(): number | undefined {
    const child = this.#children.at(-1);
    return child?.isRunning === true ? child.pid : undefined;
  }

  /** All lines kept of its processes' output, oldest first. */
  output(): string {
    return this.#children.map(({ output }) => output.last(Infinity)).join('\n');
  }

  async freeze(): Promise<void> {
    this.#running().signal('SIGSTOP');
    await this.#reaches('stopped');
  }

  async thaw(): Promise<void> {
    this.#running().signal('SIGCONT');
    await this.#reaches('running');
  }

  logTail(lines: number): string {
    return this.#children.at(-1)?.output.last(lines) ?? '';
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#children.map(async (child) => await child[Symbol.asyncDispose]()));
  }

  async #launch(): Promise<void> {
    const { system, warden, clock, root, signal, keepLines } = this.#options;
    const child = await startChild({
      name: system.name,
      ...(await this.#withDisk()),
      env: this.#environment(),
      cwd: root,
      warden,
      clock,
      keepLines,
    });
    this.#children.push(child);
    await writeFile(this.pidFile, `${child.pid}\n`);
    const found = await child.waitFor(new RegExp(system.start.local.listening), 'starting', startTimeoutMs, signal);
    this.#port = found[1] ?? this.#port;
    if (system.healthPath === undefined) return;
    await childReady(child, this.url + system.healthPath, {
      what: `${system.name} answers 200 at ${system.healthPath}`,
      timeoutMs: startTimeoutMs,
      clock,
      signal,
    });
  }

  async #withDisk(): Promise<{ command: string; args: string[] }> {
    const { dataDiskMb } = this.#options;
    if (dataDiskMb === undefined) return this.#program();
    const data = join(this.workDir, 'data');
    await mkdir(data, { recursive: true });
    return onSmallDisk(this.#program(), data, dataDiskMb);
  }

  /** What is run; a limit of memory is set by a shell that the program then takes the place of, with its process id. */
  #program(): { command: string; args: string[] } {
    const { command: named, args: texts, memoryLimitMb } = this.#options.system.start.local;
    const [command, args] = [named === 'node' ? process.execPath : named, this.#fill(texts)];
    if (memoryLimitMb === undefined) return { command, args };
    const kibibytes = Math.floor((memoryLimitMb * 1e6) / 1024);
    return { command: 'sh', args: ['-c', 'ulimit -d "$0" && exec "$@"', String(kibibytes), command, ...args] };
  }

  #running(): Child {
    const child = this.#children.at(-1);
    if (child === undefined) throw new HarnessError('INTERNAL', { what: `${this.name} was never started` });
    return child;
  }

  async #reaches(wanted: SubjectState): Promise<void> {
    const what = `${this.name} is ${wanted}`;
    const { clock } = this.#options;
    await poll(() => this.state(), { what, until: (state) => state === wanted, everyMs: 5, timeoutMs: 2_000, clock });
  }

  #environment(): Record<string, string> {
    const { system, env, inherited } = this.#options;
    const own = { ...system.start.local.env, ...env };
    const set = Object.entries(own).filter(([, value]) => value !== '');
    return { ...inherited, ...Object.fromEntries(set.map(([key, value]) => [key, this.#fillOne(value)])) };
  }

  #fill(texts: readonly string[]): string[] {
    return texts.map((text) => this.#fillOne(text));
  }

  #fillOne(text: string): string {
    const { values, root, system } = this.#options;
    return fillTemplate(
      text,
      { ...values, root, work: this.workDir, port: this.#port },
      `${system.name} › start.local`,
    );
  }
}
