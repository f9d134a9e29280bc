import type { Logged, Monitor } from '../../contract/index.ts';
import { freePort } from '../local/free-port.ts';
import type { Container } from './container.ts';
import { createMonitor, startMonitor, type MonitorOptions } from './start-monitor.ts';

const finishMs = 30_000;

/** A monitor that can be stopped and started again at the same address, each time as a container of its own on its folder. */
export class ContainerMonitor implements Monitor, AsyncDisposable {
  readonly #options: MonitorOptions;
  readonly #prepare: () => Promise<readonly string[]>;
  #hostPort = 0;
  #container: Container | undefined;
  #log: Logged | undefined;

  /** `prepare` writes its files before each start, and gives its arguments. */
  constructor(options: MonitorOptions, prepare: () => Promise<readonly string[]>) {
    this.#options = options;
    this.#prepare = prepare;
  }

  /** Where the harness reaches it, on loopback. */
  get url(): string {
    return `http://127.0.0.1:${this.#hostPort}`;
  }

  get log(): Logged | undefined {
    return this.#log;
  }

  async restart(): Promise<void> {
    await this[Symbol.asyncDispose]();
    if (this.#hostPort === 0) this.#hostPort = await freePort(this.#options.run.machine.listen);
    const args = await this.#prepare();
    this.#container = await createMonitor({ ...this.#options, hostPort: this.#hostPort }, args);
    this.#log = this.#container;
    await startMonitor(this.#container, this.#options);
  }

  async stop(how: 'gracefully' | 'abruptly'): Promise<void> {
    if (how === 'gracefully') await this.#container?.terminate(finishMs);
    else await this.#container?.kill();
    await this[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const container = this.#container;
    this.#container = undefined;
    await container?.[Symbol.asyncDispose]();
  }
}
