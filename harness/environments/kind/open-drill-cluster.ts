import { createHash } from 'node:crypto';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sink, System } from '../../contract/index.ts';
import { HarnessError, type UndoStack } from '../../core/index.ts';
import { openCluster, type OpenCluster } from '../cluster/open-cluster.ts';
import { startRelay } from '../cluster/start-relay.ts';
import { publicImageOf } from '../images/image-settings.ts';
import { startSinks, type AskedSinks } from '../sink/start-sinks.ts';
import { sharedOnNode } from './kind-config.ts';
import { kindNode } from './kind-node.ts';
import { onControlPlane } from './on-control-plane.ts';
import { removeFolder } from './remove-folder.ts';
import type { KindRun } from './kind-run.ts';

export type DrillClusterOptions = {
  readonly run: KindRun;
  readonly drill: string;
  /** The system that runs there; none where there are only monitors. */
  readonly system?: System;
  readonly sinks: AskedSinks;
  readonly seed: number;
  readonly signal: AbortSignal;
};

/** A drill's namespace with sinks that its pods reach. */
export type DrillCluster = {
  readonly cluster: OpenCluster;
  readonly sinks: ReadonlyMap<string, Sink>;
  /** Where pods reach each sink. */
  readonly sinkUrls: ReadonlyMap<string, string>;
  /** What stands for the sinks in what runs in pods: `sink.NAME`. */
  readonly values: Readonly<Record<string, string>>;
  /** A folder of the machine that pods may have, and where every node has it. */
  readonly folder: string;
  readonly onNode: string;
  /** The node on which the drill has its own. */
  readonly controlPlane: string;
  /** Makes a folder below it that anybody may write to, whoever a pod runs as; gives its path on the machine. */
  readonly makeFolder: (...path: readonly string[]) => Promise<string>;
};

/** Opens what every stack on kind has: image, namespace, folder, sinks and the relay to them; their ends go to `undo`. */
export const openDrillCluster = async (options: DrillClusterOptions, undo: UndoStack): Promise<DrillCluster> => {
  const { run, drill, system, seed, signal } = options;
  const { cluster: kind, clock, images } = run;
  const image = system === undefined ? await images.public('node') : await images.ofSystem(system);
  signal.throwIfAborted();
  const namespace = namespaceOf(drill);
  const folder = join(kind.share, namespace);
  const onNode = `${sharedOnNode}/${namespace}`;
  await mkdir(folder, { recursive: true });
  // Nothing is undone before the namespace is ours: its folder may be another run's until then.
  const cluster = await openIn(options, { namespace, folder, image }, undo);
  undo.defer('remove the folder of the pods', async () => await removeFolder(kind, namespace, clock));
  undo.use('delete the namespace', cluster, 30_000);
  const place = { listen: kind.gateway, reached: kind.gateway };
  const sinks = await startSinks({ sinks: options.sinks, seed, place }, clock, undo);
  const relay = {
    ...{ api: run.api, name: namespace, image, sinks, gateway: kind.gateway },
    ...{ placement: onControlPlane, clock, signal },
  };
  const sinkUrls = await startRelay(relay, undo);
  return {
    cluster,
    sinks,
    sinkUrls,
    values: Object.fromEntries([...sinkUrls].map(([name, url]) => [`sink.${name}`, url])),
    folder,
    onNode,
    controlPlane: kind.nodes[0] ?? '',
    async makeFolder(...path) {
      const made = join(folder, ...path);
      await mkdir(made, { recursive: true });
      await chmod(made, 0o777);
      return made;
    },
  };
};

/** A name that no other drill has, as long as a label may be. */
export const namespaceOf = (drill: string): string => {
  const hash = createHash('sha256').update(drill).digest('hex').slice(0, 8);
  return `fd-${drill.replaceAll(/[^a-z0-9]+/g, '-').slice(0, 50)}-${hash}`;
};

type Place = { readonly namespace: string; readonly folder: string; readonly image: string };

const openIn = async (
  { run, system }: DrillClusterOptions,
  { namespace, folder, image }: Place,
  undo: UndoStack,
): Promise<OpenCluster> => {
  const { cluster, api, pool, clock } = run;
  return await openCluster({
    config: cluster.config,
    namespace,
    labels: system?.manifests === undefined ? {} : { name: system.manifests.namespace },
    kubeconfig: join(folder, 'kubeconfig'),
    nodes: cluster.nodes.map((name) => kindNode(name, api, clock)),
    image(name) {
      if (name === system?.name) return image;
      throw new HarnessError('DRILL_INVALID', { what: 'the drill has no image of the system', got: name });
    },
    publicImage: async (tool) => await run.images.public(publicImageOf(tool)),
    async reach(_, target) {
      const { address, close } = await pool.publish({ namespace, target });
      undo.defer(`free ${address}`, close);
      return address;
    },
    clock,
  });
};
