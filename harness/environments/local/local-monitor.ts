import type { Logged, Monitor } from '../../contract/index.ts';
import type { Child } from './child.ts';
import type { StartedProgram } from './monitoring.ts';

/** A monitor that can be stopped and started again at the same address. */
export class LocalMonitor implements Monitor, AsyncDisposable {
  readonly #start: (web: string) => Promise<StartedProgram>;
  #child: Child | undefined;
  #host = '127.0.0.1:0';
  #log: Logged | undefined;

  /** `start` starts it where it shall listen. */
  constructor(start: (web: string) => Promise<StartedProgram>) {
    this.#start = start;
  }

  get url(): string {
    return `http://${this.#host}`;
  }

  get log(): Logged | undefined {
    return this.#log;
  }

  async restart(): Promise<void> {
    const { child, url } = await this.#start(this.#host);
    this.#child = child;
    this.#log = child;
    this.#host = new URL(url).host;
  }

  async stop(how: 'gracefully' | 'abruptly'): Promise<void> {
    this.#child?.signal(how === 'gracefully' ? 'SIGTERM' : 'SIGKILL');
    await this.#child?.exited;
    await this[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    await child?.[Symbol.asyncDispose]();
  }
}
