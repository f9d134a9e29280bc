import { rm, writeFile } from 'node:fs/promises';
import type { Replica, SubjectState } from '../../contract/index.ts';
import { HarnessError, poll, type Clock } from '../../core/index.ts';
import type { OpenCluster } from '../cluster/open-cluster.ts';
import { answers } from './answers.ts';
import { readPodLog } from './read-pod-log.ts';
import { podProcess, podProcessState, signalPodProcess, type PodProcess } from './pod-process.ts';

export type KindSubjectOptions = {
  readonly name: string;
  readonly index: number;
  readonly pod: string;
  readonly container: string;
  readonly cluster: OpenCluster;
  /** Where it is reached on loopback. */
  readonly url: string;
  readonly healthPath: string;
  readonly workDir: string;
  /** The file by which the container is held back. */
  readonly held: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

const healthyWithinMs = 120_000;
const endsWithinMs = 10_000;

/** The system in a pod, whose process is killed, frozen and held back by the node that it runs on; the pod stays. */
export class KindSubject implements Replica {
  readonly name: string;
  readonly index: number;
  readonly url: string;
  readonly workDir: string;
  readonly #options: KindSubjectOptions;
  #process: PodProcess | undefined;

  constructor(options: KindSubjectOptions) {
    this.name = options.name;
    this.index = options.index;
    this.url = options.url;
    this.workDir = options.workDir;
    this.#options = options;
  }

  /** Resolves once it answers 200 and its process is known. */
  async isUp(): Promise<void> {
    const { url, healthPath, pod, container, cluster, clock, signal, name } = this.#options;
    await poll(async () => await answers(url + healthPath), {
      what: `${name} in ${pod} answers 200 at ${healthPath}`,
      ...{ until: (status) => status === 200, everyMs: 100, timeoutMs: healthyWithinMs, clock, signal },
    });
    this.#process = await podProcess(cluster, { pod, container }, clock);
  }

  async state(): Promise<SubjectState> {
    return this.#process === undefined ? 'exited' : await podProcessState(this.#process);
  }

  async kill(): Promise<void> {
    await this.#end('KILL', endsWithinMs);
  }

  async terminate(timeoutMs: number): Promise<void> {
    await this.#end('TERM', timeoutMs);
  }

  async freeze(): Promise<void> {
    await signalPodProcess(this.#running(), 'STOP');
    await this.#reaches('stopped', endsWithinMs);
  }

  async thaw(): Promise<void> {
    await signalPodProcess(this.#running(), 'CONT');
    await this.#reaches('running', endsWithinMs);
  }

  async restart(): Promise<void> {
    if (this.#options.signal.aborted) return;
    await rm(this.#options.held, { force: true });
    await this.isUp();
  }

  /** None: the process is its node's, not the machine's. */
  pid(): undefined {
    return undefined;
  }

  logTail(lines: number): string {
    return this.#read(lines).trimEnd();
  }

  output(): string {
    return this.#read();
  }

  #read(lines?: number): string {
    const { cluster, pod, container } = this.#options;
    const node = this.#process?.node;
    return node === undefined ? '' : readPodLog({ node, namespace: cluster.namespace, pod, container }, lines);
  }

  async #end(signal: 'KILL' | 'TERM', timeoutMs: number): Promise<void> {
    await writeFile(this.#options.held, '');
    await signalPodProcess(this.#running(), signal);
    await this.#reaches('exited', timeoutMs);
  }

  #running(): PodProcess {
    if (this.#process === undefined) throw new HarnessError('INTERNAL', { what: `${this.name} was never started` });
    return this.#process;
  }

  async #reaches(wanted: SubjectState, timeoutMs: number): Promise<void> {
    const { clock } = this.#options;
    const what = `${this.name} is ${wanted}`;
    await poll(async () => await this.state(), {
      what,
      until: (state) => state === wanted,
      everyMs: 20,
      timeoutMs,
      clock,
    });
  }
}
