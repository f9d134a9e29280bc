import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Capability, Environment, System } from '../../contract/index.ts';
import { HarnessError, undoneOnFailure, type Clock, type UndoStack } from '../../core/index.ts';
import { kubeApi } from '../cluster/kube-api.ts';
import { otherUser } from '../container-user.ts';
import { imageName, type ImageSettings } from '../images/image-settings.ts';
import { openEngine } from '../images/open-engine.ts';
import { inheritedEnv } from '../local/local-environment.ts';
import { startWarden } from '../local/warden.ts';
import { applyMetricsServer, measuresNodes } from './apply-metrics-server.ts';
import type { KindRun } from './kind-run.ts';
import { describeSettings, type KindSettings } from './kind-settings.ts';
import { namedImage } from './named-image.ts';
import { NodeImages } from './node-images.ts';
import { openKindCluster, type KindCluster } from './open-kind-cluster.ts';
import { PortPool } from './port-pool.ts';
import { removeFolder } from './remove-folder.ts';
import { removeLeftNamespaces } from './remove-left-namespaces.ts';
import { startKindDelivery } from './start-kind-delivery.ts';
import { startKindMonitoring } from './start-kind-monitoring.ts';
import { startKindStack } from './start-kind-stack.ts';

export type KindEnvironmentOptions = {
  readonly runId: string;
  /** The project's folder. */
  readonly root: string;
  /** Paths of programs by their names, kind among them. */
  readonly programs: Readonly<Record<string, string>>;
  /** A cluster to go on with, made where there is none of this name. */
  readonly cluster?: string | undefined;
  /** Whether the cluster and what is in it stay. */
  readonly keep?: boolean | undefined;
  /** Every system that there is, for who asks for one's image by its name. */
  readonly systems: () => Promise<readonly System[]>;
  /** What the run's drills need: three nodes, numbers of metrics-server. */
  readonly needs: ReadonlySet<Capability>;
  readonly settings: KindSettings;
  readonly images: ImageSettings;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onNote?: ((text: string) => void) | undefined;
};

const capabilities: readonly Capability[] = [
  ...(['signals', 'restart', 'files', 'targets', 'sinks', 'monitors', 'replicas', 'database'] as const),
  ...(['cluster', 'autoscaling', 'kubernetes-api'] as const),
];
const lacking: Environment['lacking'] = new Map<Capability, string>([
  ['disconnect', 'a pod loses the network with its node, as leader-node-cut-off has it'],
  ['process-ids', 'the processes of a pod are its node’s, and have no id on this machine'],
  ['small-file-system', 'the disk of a pod is its node’s'],
  [
    'tool:toxiproxy-server',
    'a link would be a proxy of the machine, and what pods say to each other does not pass there',
  ],
]);

/** A cluster of kind with every drill in a namespace of its own; throws what keeps it from starting. */
export const startKindEnvironment = async (options: KindEnvironmentOptions): Promise<Environment> =>
  await undoneOnFailure(options.clock, async (undo) => await assemble(options, undo));

const assemble = async (options: KindEnvironmentOptions, undo: UndoStack): Promise<Environment> => {
  const { runId, programs, clock, keep = false, needs, settings, onNote = () => undefined } = options;
  const workDir = await mkdtemp(join(tmpdir(), `firedrill-${runId}-`));
  undo.defer('remove the folder', async () => await rm(workDir, { recursive: true, force: true }));
  const ending = fileURLToPath(new URL('end-run.ts', import.meta.url));
  const warden = undo.use('end the warden', startWarden(runId, workDir, ending), 150_000);
  const env = inheritedEnv(runId);
  const run = await startRun(options, undo);
  onNote(keep || options.cluster !== undefined ? wayBack(run.cluster.name) : `cluster ${run.cluster.name}`);
  const folderOf = async (drill: string): Promise<string> => {
    const folder = join(workDir, drill.replaceAll('/', '__'));
    await mkdir(folder, { recursive: true });
    return folder;
  };
  const tools = Object.keys(programs).filter((name) => name !== 'toxiproxy-server');
  const user = otherUser();
  const many: readonly Capability[] = run.cluster.nodes.length > 1 ? ['many-nodes'] : [];
  return {
    name: 'kind',
    capabilities: new Set([...capabilities, ...many, ...tools.map((name): Capability => `tool:${name}`)]),
    lacking,
    refuses,
    clusterAccess: await accessTo(run, workDir, options),
    made: {
      'node image': settings.nodeImage,
      'kind cluster': `${run.cluster.nodes.length} ${run.cluster.nodes.length === 1 ? 'node' : 'nodes'}, ${describeSettings(settings)}`,
      ...(user && { 'pods run as': `user ${user.uid} in place of the documented one` }),
    },
    start: async (spec, signal) => await startKindStack({ run, spec, signal }),
    async startDelivery(spec, signal) {
      if (needs.has('autoscaling')) await measuresNodes(run.api, run.cluster.nodes.length, clock, signal);
      return await startKindDelivery({
        ...{ run, spec, programs, env, warden, signal },
        folder: await folderOf(spec.drill),
      });
    },
    startMonitoring: async (spec, signal) => await startKindMonitoring({ run, spec, signal }),
    [Symbol.asyncDispose]: async () => await undo[Symbol.asyncDispose](),
  };
};

const refuses = ({ name, manifests, image, exporters = [], dependencies = [] }: System, as: 'stack' | 'replicas') => {
  if (manifests === undefined || image === undefined) return `kind runs ${name} only by manifests, and it has none`;
  if (dependencies.length > 0) return `what ${name} needs beside it are programs of the machine, which pods do not see`;
  if (as === 'stack' && exporters.length > 0)
    return `the exporters of ${name} watch processes of the machine, not pods`;
  return undefined;
};

const accessTo = async (
  { cluster, images }: KindRun,
  folder: string,
  { systems }: KindEnvironmentOptions,
): Promise<NonNullable<Environment['clusterAccess']>> => {
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, cluster.config.exportConfig(), { mode: 0o600 });
  return {
    kubeconfig,
    image: async (name) => await namedImage(name, { systems, images }),
  };
};

const startRun = async (options: KindEnvironmentOptions, undo: UndoStack): Promise<KindRun> => {
  const { root, runId, programs, clock, signal, settings, needs, keep = false } = options;
  const { kind } = programs;
  if (kind === undefined) throw new HarnessError('TOOL_MISSING', { what: 'kind', next: '`firedrill doctor` says why' });
  const nodes = needs.has('many-nodes') ? 3 : 1;
  const asked = { runId, kind, name: options.cluster, keep, nodes, settings, clock, signal };
  const cluster: KindCluster = await openKindCluster(asked, undo);
  const api = kubeApi(cluster.config);
  const ofPods = async (namespace: string): Promise<void> => await removeFolder(cluster, namespace, clock);
  await removeLeftNamespaces({ api, removeFolder: ofPods, clock, signal });
  await applyMetricsServer(api, imageName('metrics_server', options.images), clock);
  const pool = new PortPool(cluster.ports, api);
  await pool.begin();
  const images = new NodeImages({ root, cluster, kind, engine: await openEngine(), settings: options.images });
  return { root, cluster, api, pool, images, clock };
};

const wayBack = (name: string): string =>
  `cluster ${name} stays: \`kind export kubeconfig --name ${name}\` for kubectl, \`--env kind --cluster ${name}\` for drills, ` +
  `\`kind delete cluster --name ${name}\` to remove it`;
