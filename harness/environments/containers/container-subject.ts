import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Subject, SubjectState, System } from '../../contract/index.ts';
import { HarnessError, poll } from '../../core/index.ts';
import { childReady } from '../local/http-ready.ts';
import { fillTemplate } from '../template.ts';
import type { Container } from './container.ts';
import { createContainer, type ContainerRun } from './create-container.ts';

/** What is started: a system, or something that it needs. */
export type Contained = {
  readonly name: string;
  /** Where it answers 200 once it is ready; undefined where its line is enough. */
  readonly healthPath: string | undefined;
  readonly local: Omit<System['start']['local'], 'files'> & { readonly files?: Readonly<Record<string, string>> };
  readonly image: string;
  readonly port: number;
  /** Over its own environment variables; an empty string unsets. */
  readonly env: Readonly<Record<string, string>>;
};

export type ContainerSubjectOptions = {
  readonly contained: Contained;
  readonly run: ContainerRun;
  /** Its name on the network. */
  readonly host: string;
  readonly workDir: string;
  readonly values: Readonly<Record<string, string>>;
  /** Further folders of the host by where the container finds them. */
  readonly folders?: Readonly<Record<string, string>>;
  readonly seesHost?: boolean;
  readonly ownFolders?: readonly string[];
  readonly beginsAsRoot?: boolean;
  /** Whether it is ready, where neither its line nor HTTP tells. */
  readonly isReady?: (url: string) => Promise<boolean>;
  readonly keepLines?: number;
  /** Ends the wait for a start, and says that nothing is to be started again. */
  readonly signal: AbortSignal;
};

const startTimeoutMs = 60_000;
const work = '/work';

/** A system under test as a container, whose `/work` is its work folder on the host. */
export class ContainerSubject implements Subject, AsyncDisposable {
  readonly name: string;
  readonly workDir: string;
  readonly #options: ContainerSubjectOptions;
  readonly #container: Container;
  #pid: number | undefined;

  constructor(container: Container, options: ContainerSubjectOptions) {
    this.name = options.contained.name;
    this.workDir = options.workDir;
    this.#container = container;
    this.#options = options;
  }

  /** Where the harness reaches it, on loopback. */
  get url(): string {
    return this.#container.url;
  }

  /** Where other containers reach it, as `host:port`: one that has ended refuses there at once, as a process does. */
  get inside(): string {
    return this.#container.inside;
  }

  /** Starts it; resolves once it is ready. */
  async start(): Promise<void> {
    const { contained, signal, isReady } = this.#options;
    const { clock } = this.#options.run;
    const watched = await this.#container.start();
    this.#pid = await this.#container.pid();
    await writeFile(join(this.workDir, '.pid'), `${this.#pid ?? ''}\n`);
    void watched.exited.then(() => (this.#pid = undefined));
    if (isReady !== undefined) {
      const what = `${this.name} is ready`;
      const options = { what, until: Boolean, everyMs: 50, timeoutMs: startTimeoutMs, clock };
      await watched.whileRunning('starting', async (ended) => {
        await poll(async () => await isReady(this.url), { ...options, signal: AbortSignal.any([ended, signal]) });
      });
      return;
    }
    if (contained.healthPath === undefined) {
      await watched.waitFor(new RegExp(contained.local.listening), 'starting', startTimeoutMs, signal);
      return;
    }
    const what = `${this.name} answers 200 at ${contained.healthPath}`;
    await childReady(watched, this.url + contained.healthPath, { what, timeoutMs: startTimeoutMs, clock, signal });
  }

  /** Also resolves, and starts nothing, when the drill is at an end: all of it is stopped next. */
  async restart(): Promise<void> {
    if (!this.#options.signal.aborted) await this.start();
  }

  async state(): Promise<SubjectState> {
    return await this.#container.state();
  }

  /** The process id that the host knows it by; undefined while it does not run. */
  pid(): number | undefined {
    return this.#pid;
  }

  async kill(): Promise<void> {
    await this.#container.kill();
    await this.#reaches('exited');
  }

  /** Asks it to finish (SIGTERM); resolves once it is gone. Throws `TIMEOUT` when it does not within `timeoutMs`. */
  async terminate(timeoutMs: number): Promise<void> {
    await this.#container.terminate(timeoutMs);
    await this.#reaches('exited');
  }

  async freeze(): Promise<void> {
    await this.#container.pause();
    await this.#reaches('stopped');
  }

  async thaw(): Promise<void> {
    await this.#container.unpause();
    await this.#reaches('running');
  }

  /** Takes it off every network until disposed. Throws `FAULT_INEFFECTIVE` where the engine still has it on one. */
  async cutOff(): Promise<AsyncDisposable> {
    const cut = await this.#container.cutOff();
    const { length: left } = await this.#container.networks();
    if (left === 0) return cut;
    await cut[Symbol.asyncDispose]();
    throw new HarnessError('FAULT_INEFFECTIVE', { what: `${this.name} is still on a network`, got: `${left}` });
  }

  logTail(lines: number): string {
    return this.#container.logTail(lines);
  }

  output(): string {
    return this.#container.output();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#container[Symbol.asyncDispose]();
  }

  async #reaches(wanted: SubjectState): Promise<void> {
    const what = `${this.name} is ${wanted}`;
    const { clock } = this.#options.run;
    await poll(() => this.state(), { what, until: (state) => state === wanted, everyMs: 10, timeoutMs: 10_000, clock });
  }
}

/** Writes the files of a system to its work folder and creates its container, which is not started yet. */
export const createSubject = async (options: ContainerSubjectOptions): Promise<ContainerSubject> =>
  new ContainerSubject(await subjectContainer(options), options);

/** The container of a subject, for what gives it another face. */
export const subjectContainer = async (options: ContainerSubjectOptions): Promise<Container> => {
  const {
    contained,
    run,
    host,
    workDir,
    folders = {},
    seesHost = false,
    ownFolders = [],
    beginsAsRoot = false,
    keepLines,
  } = options;
  const { name, local, image, port } = contained;
  const values = { ...options.values, root: '/app', work, port: String(port) };
  const fill = (text: string): string => fillTemplate(text, values, `${name} › start.local`);
  for (const [path, text] of Object.entries(local.files ?? {})) {
    const target = join(workDir, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, fillTemplate(text, values, `${name} › ${path}`));
  }
  const env = Object.entries({ ...local.env, ...contained.env }).filter(([, value]) => value !== '');
  return await createContainer(run, {
    name,
    host,
    image,
    entrypoint: [local.command],
    command: local.args.map(fill),
    env: { NODE_NO_WARNINGS: '1', GOMAXPROCS: '1', ...Object.fromEntries(env.map(([key, text]) => [key, fill(text)])) },
    folders: { [work]: workDir, ...folders },
    workingFolder: work,
    port,
    memoryLimitMb: local.memoryLimitMb,
    seesHost,
    ownFolders,
    beginsAsRoot,
    ...(keepLines === undefined ? {} : { keepLines }),
  });
};
