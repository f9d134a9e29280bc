import { writeFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { KubeObject, Program, SubjectState } from '../../contract/index.ts';
import { HarnessError, poll } from '../../core/index.ts';
import { onControlPlane } from './on-control-plane.ts';
import { docker } from './docker.ts';
import type { KindRun } from './kind-run.ts';
import type { DrillCluster } from './open-drill-cluster.ts';
import { readPodLog } from './read-pod-log.ts';
import { podProcess, podProcessState, signalPodProcess, type PodProcess } from './pod-process.ts';

const [name, port, password] = ['postgres', 5432, 'firedrill'];
const readyWithinMs = 180_000;
const endsWithinMs = 10_000;

/** PostgreSQL in a pod of the drill's namespace, with an empty database. */
export class KindPostgres implements Program {
  readonly name = name;
  readonly url: string;
  readonly connectionUrl: string;
  /** As pods have it. */
  readonly inCluster = `postgres://postgres:${password}@${name}:${port}/postgres`;
  readonly #run: KindRun;
  readonly #drill: DrillCluster;
  readonly #signal: AbortSignal;
  #process: PodProcess | undefined;

  private constructor(run: KindRun, drill: DrillCluster, address: string, signal: AbortSignal) {
    this.#run = run;
    this.#drill = drill;
    this.#signal = signal;
    this.url = `tcp://${address}`;
    this.connectionUrl = `postgres://postgres:${password}@${address}/postgres`;
  }

  /** Resolves once it takes connections. */
  static async start(run: KindRun, drill: DrillCluster, signal: AbortSignal): Promise<KindPostgres> {
    const image = await run.images.public('postgres');
    await drill.makeFolder('held');
    await drill.cluster.apply(manifestsOf(drill, image));
    const address = await drill.cluster.reach({ kind: 'Pod', name, port });
    const database = new KindPostgres(run, drill, address, signal);
    await database.#isUp();
    return database;
  }

  async state(): Promise<SubjectState> {
    return this.#process === undefined ? 'exited' : await podProcessState(this.#process);
  }

  async kill(): Promise<void> {
    await writeFile(this.#held, '');
    await signalPodProcess(this.#leader(), 'KILL');
    await this.#reaches('exited');
  }

  /** The leader and all that it has started, which answer its clients. */
  async freeze(): Promise<void> {
    await this.#signalAll('STOP');
    await this.#reaches('stopped');
  }

  async thaw(): Promise<void> {
    await this.#signalAll('CONT');
    await this.#reaches('running');
  }

  async restart(): Promise<void> {
    if (this.#signal.aborted) return;
    await rm(this.#held, { force: true });
    await this.#isUp();
  }

  logTail(lines: number): string {
    const node = this.#process?.node;
    if (node === undefined) return '';
    const container = { node, namespace: this.#drill.cluster.namespace, pod: name, container: name };
    return readPodLog(container, lines).trimEnd();
  }

  get #held(): string {
    return join(this.#drill.folder, 'held', name);
  }

  #leader(): PodProcess {
    if (this.#process === undefined) throw new HarnessError('INTERNAL', { what: `${name} was never started` });
    return this.#process;
  }

  async #isUp(): Promise<void> {
    const { cluster } = this.#drill;
    const isReady = async (): Promise<string> => {
      const ran = await cluster.exec(name, ['pg_isready', '-h', '127.0.0.1']).catch((error: unknown) => String(error));
      return typeof ran === 'string' ? ran : `status ${ran.status}`;
    };
    await poll(isReady, {
      what: 'PostgreSQL takes connections',
      until: (said) => said === 'status 0',
      ...{ everyMs: 300, timeoutMs: readyWithinMs, clock: this.#run.clock, signal: this.#signal },
    });
    this.#process = await podProcess(cluster, { pod: name, container: name }, this.#run.clock);
  }

  /** The leader last when they stop and first when they go on makes no difference to clients. */
  async #signalAll(signal: 'STOP' | 'CONT'): Promise<void> {
    const leader = this.#leader();
    const own = `$(cat /proc/${leader.pid}/task/${leader.pid}/children)`;
    await docker(['exec', leader.node, 'sh', '-c', `kill -${signal} ${leader.pid} ${own}`]);
  }

  async #reaches(wanted: SubjectState): Promise<void> {
    const { clock } = this.#run;
    const what = `${name} is ${wanted}`;
    await poll(async () => await this.state(), {
      ...{ what, until: (state) => state === wanted, everyMs: 50, timeoutMs: endsWithinMs, clock },
    });
  }
}

const manifestsOf = ({ cluster: { namespace }, onNode }: DrillCluster, image: string): KubeObject[] => {
  const metadata = { name, namespace, labels: { app: name } };
  const gate = `while [ -e /held/${name} ]; do sleep 0.2; done; exec docker-entrypoint.sh postgres`;
  const container = {
    name,
    image,
    imagePullPolicy: 'IfNotPresent',
    command: ['/bin/sh', '-c', gate],
    env: [
      { name: 'POSTGRES_PASSWORD', value: password },
      { name: 'PGDATA', value: '/data/db' },
    ],
    ports: [{ containerPort: port }],
    volumeMounts: [
      { name: 'held', mountPath: '/held', readOnly: true },
      { name: 'data', mountPath: '/data' },
    ],
  };
  const volumes = [
    { name: 'held', hostPath: { path: `${onNode}/held`, type: 'Directory' } },
    { name: 'data', emptyDir: {} },
  ];
  const service = { selector: { app: name }, ports: [{ port, targetPort: port }] };
  return [
    { apiVersion: 'v1', kind: 'Service', metadata, spec: service },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata,
      spec: { ...onControlPlane, automountServiceAccountToken: false, containers: [container], volumes },
    },
  ];
};
