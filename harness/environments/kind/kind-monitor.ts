import type { Logged, Monitor } from '../../contract/index.ts';
import { poll, type Clock } from '../../core/index.ts';
import { answersAt, applyMonitor, monitorLog, monitorReady, type MonitorPod } from './monitor-pod.ts';
import type { DrillCluster } from './open-drill-cluster.ts';
import { podProcess, podProcessState, signalPodProcess, type PodProcess } from './pod-process.ts';

export type KindMonitorOptions = {
  readonly drill: DrillCluster;
  readonly pod: Omit<MonitorPod, 'args' | 'endsForGood'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

const endsWithinMs = 30_000;

/** A monitor that can be stopped and started again, each time as a pod of its own on its folder, behind one service. */
export class KindMonitor implements Monitor, AsyncDisposable {
  readonly #options: KindMonitorOptions;
  readonly #prepare: () => Promise<readonly string[]>;
  #url = '';
  #process: PodProcess | undefined;

  /** `prepare` writes its files before each start, and gives its arguments. */
  constructor(options: KindMonitorOptions, prepare: () => Promise<readonly string[]>) {
    this.#options = options;
    this.#prepare = prepare;
  }

  /** Where the harness reaches it, on loopback. */
  get url(): string {
    return this.#url;
  }

  get log(): Logged {
    const { drill, pod } = this.#options;
    return monitorLog(drill, pod.name);
  }

  async restart(): Promise<void> {
    const { drill, pod, clock } = this.#options;
    await this[Symbol.asyncDispose]();
    const args = await this.#prepare();
    await applyMonitor(drill, { ...pod, args, endsForGood: true });
    if (this.#url === '') this.#url = await monitorReady(drill, pod, this.#options);
    else await answersAt(this.#url, pod.name, this.#options);
    this.#process = await podProcess(drill.cluster, { pod: pod.name, container: pod.name }, clock);
  }

  /** By a signal from its node, as the kubelet ends it; its pod is removed when it is started again. */
  async stop(how: 'gracefully' | 'abruptly'): Promise<void> {
    const process = this.#process;
    if (process === undefined) return;
    await signalPodProcess(process, how === 'gracefully' ? 'TERM' : 'KILL');
    await poll(async () => await podProcessState(process), {
      what: `${this.#options.pod.name} has ended`,
      until: (state) => state === 'exited',
      ...{ everyMs: 50, timeoutMs: endsWithinMs, clock: this.#options.clock },
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process = undefined;
    const { drill, pod } = this.#options;
    await drill.cluster.remove({ apiVersion: 'v1', kind: 'Pod', name: pod.name }, { graceSeconds: 0 });
  }
}
