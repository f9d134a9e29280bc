import { PassThrough } from 'node:stream';
import type { SubjectState } from '../../contract/index.ts';
import { HarnessError, messageOf, withDeadline, type Clock } from '../../core/index.ts';
import { engineStatus } from '../images/engine-status.ts';
import type { Engine } from '../images/open-engine.ts';
import { OutputTail } from '../local/output-tail.ts';
import { Watched } from '../watched.ts';
import { gone } from './remove-labelled.ts';

type Handle = ReturnType<Engine['getContainer']>;

/** As the engine says it of a container on one of its networks. */
type NetworkPlace = {
  readonly NetworkID: string;
  readonly Aliases: readonly string[] | null;
  readonly IPAddress: string;
};

export type ContainerOptions = {
  readonly name: string;
  /** Where other containers reach it, as `host:port`. */
  readonly inside: string;
  /** The port on loopback of the host, the same after a restart; 0 for one that listens nowhere. */
  readonly port: number;
  readonly clock: Clock;
  /** How many lines of each run's output are kept; 400 unless told. */
  readonly keepLines?: number | undefined;
};

/** A container that can be killed, paused and started again at its port. */
export class Container implements AsyncDisposable {
  readonly name: string;
  readonly inside: string;
  readonly url: string;
  readonly #engine: Engine;
  readonly #handle: Handle;
  readonly #options: ContainerOptions;
  readonly #runs: Watched[] = [];

  constructor(engine: Engine, handle: Handle, options: ContainerOptions) {
    this.name = options.name;
    this.inside = options.inside;
    this.url = `http://127.0.0.1:${options.port}`;
    this.#engine = engine;
    this.#handle = handle;
    this.#options = options;
  }

  get id(): string {
    return this.#handle.id;
  }

  /** Starts it and gives what is waited for; throws `PORT_TAKEN` where its port is another's meanwhile. */
  async start(): Promise<Watched> {
    const stream = await this.#handle.attach({ stream: true, stdout: true, stderr: true });
    const lines = new PassThrough();
    this.#engine.modem.demuxStream(stream, lines, lines);
    stream.on('end', () => lines.end()).on('error', () => lines.end());
    const output = new OutputTail([lines], this.#options.keepLines);
    await this.#handle.start().catch((cause: unknown) => {
      throw startFailure(this.name, cause);
    });
    const exited = this.#handle.wait().then(
      ({ StatusCode }: { readonly StatusCode: number }) => `exit status ${StatusCode}`,
      () => 'its container removed',
    );
    const run = new Watched({ name: this.name, output, exited, clock: this.#options.clock });
    this.#runs.push(run);
    return run;
  }

  /** Stops it without a chance to finish; resolves once it is gone. */
  async kill(): Promise<void> {
    await this.#handle.kill({ signal: 'SIGKILL' });
    await this.#runs.at(-1)?.exited;
  }

  /** Asks it to finish (SIGTERM); resolves once it is gone. Throws `TIMEOUT` when it does not within `timeoutMs`. */
  async terminate(timeoutMs: number): Promise<void> {
    await this.#handle.kill({ signal: 'SIGTERM' });
    const what = `${this.name} ends when it is asked to`;
    await withDeadline(async () => await this.#runs.at(-1)?.exited, { what, timeoutMs, clock: this.#options.clock });
  }

  /** Sends it a signal; throws where it has ended. */
  async signal(signal: NodeJS.Signals): Promise<void> {
    await this.#handle.kill({ signal });
  }

  async pause(): Promise<void> {
    await this.#handle.pause();
  }

  async unpause(): Promise<void> {
    await this.#handle.unpause();
  }

  /**
   * Takes it off every network until disposed; it runs on. Its names and its published port are then its own again; its
   * address may be another.
   */
  async cutOff(): Promise<AsyncDisposable> {
    const networks = await this.networks();
    const cut: { readonly id: string; readonly EndpointConfig: object }[] = [];
    const back = async (): Promise<void> => {
      for (const { id, EndpointConfig } of cut)
        await this.#engine.getNetwork(id).connect({ Container: this.id, EndpointConfig });
    };
    try {
      for (const { NetworkID: id, Aliases } of networks) {
        await this.#engine.getNetwork(id).disconnect({ Container: this.id, Force: true });
        cut.push({ id, EndpointConfig: { Aliases } });
      }
    } catch (error) {
      await back();
      throw error;
    }
    return { [Symbol.asyncDispose]: back };
  }

  /** Its address on a network, by that network's id; throws `INTERNAL` where it is not on it. */
  async address(networkId: string): Promise<string> {
    const networks = await this.networks();
    const address = networks.find(({ NetworkID }) => NetworkID === networkId)?.IPAddress;
    if (address !== undefined && address !== '') return address;
    throw new HarnessError('INTERNAL', { what: `${this.name} has no address`, where: networkId });
  }

  /** The networks that it is on, with its names and its address there. */
  async networks(): Promise<readonly NetworkPlace[]> {
    return Object.values((await this.#handle.inspect()).NetworkSettings.Networks) as readonly NetworkPlace[];
  }

  async state(): Promise<SubjectState> {
    const { State } = await this.#handle.inspect();
    if (State.Paused) return 'stopped';
    return State.Running ? 'running' : 'exited';
  }

  /** The process id that the host knows its first process by; undefined while it does not run. */
  async pid(): Promise<number | undefined> {
    const { Pid } = (await this.#handle.inspect()).State;
    return Pid > 0 ? Pid : undefined;
  }

  /** The last lines of its last run. */
  logTail(lines: number): string {
    return this.#runs.at(-1)?.output.last(lines) ?? '';
  }

  /** All lines kept of its runs, oldest first. */
  output(): string {
    return this.#runs.map(({ output }) => output.last(Infinity)).join('\n');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await gone(this.#handle.remove({ force: true, v: true }));
  }
}

const startFailure = (name: string, cause: unknown): HarnessError => {
  const got = messageOf(cause);
  const isTaken = /port is already allocated|address already in use/.test(got);
  return new HarnessError(isTaken ? 'PORT_TAKEN' : 'PROCESS_EXITED', {
    what: `${name} cannot be started as a container`,
    got: `${got}${engineStatus(cause) === undefined ? '' : ` (status ${String(engineStatus(cause))})`}`,
    ...(isTaken ? { next: 'run again: another program took the port between choice and use' } : {}),
    cause,
  });
};
