import { relative } from 'node:path';
import type { KubeObject, MonitoringSpec, MonitoringStack } from '../../contract/index.ts';
import { undoneOnFailure } from '../../core/index.ts';
import { startMonitors, type MonitorPlace } from '../monitors/start-monitors.ts';
import { docker } from './docker.ts';
import { KindMonitor } from './kind-monitor.ts';
import type { KindRun } from './kind-run.ts';
import { monitorFolder } from './monitor-pod.ts';
import { openDrillCluster, type DrillCluster } from './open-drill-cluster.ts';

export type KindMonitoringOptions = {
  readonly run: KindRun;
  readonly spec: MonitoringSpec;
  readonly signal: AbortSignal;
};

/** Starts the sinks of a scripted drill, and its Alertmanagers and Prometheus as pods of a namespace of its own. */
export const startKindMonitoring = async ({ run, spec, signal }: KindMonitoringOptions): Promise<MonitoringStack> =>
  await undoneOnFailure(run.clock, async (undo) => {
    const { drill: id, sinks, seed } = spec;
    const drill = await openDrillCluster({ run, drill: id, sinks, seed, signal }, undo);
    const images = {
      alertmanager: await run.images.public('alertmanager'),
      prometheus: await run.images.public('prometheus'),
    };
    const names = Array.from({ length: spec.members }, (_, index) => `member-${index}`);
    await drill.cluster.apply(names.map((name) => gossipOf(drill, name)));
    const place = inNamespace(drill, { run, images, signal });
    const monitors = await startMonitors(spec, { place, sinkUrls: drill.sinkUrls }, undo);
    return { sinks: drill.sinks, ...monitors, [Symbol.asyncDispose]: async () => await undo[Symbol.asyncDispose]() };
  });

const peerOf = (name: string): string => `${name}-peer`;

/** A member talks to the pod of another and not to a service before it, which would answer from an address of its own. */
const gossipOf = ({ cluster: { namespace } }: DrillCluster, name: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: peerOf(name), namespace },
  spec: { clusterIP: 'None', publishNotReadyAddresses: true, selector: { app: name }, ports: [{ port: 9094 }] },
});

type Placing = {
  readonly run: KindRun;
  readonly images: Readonly<Record<'alertmanager' | 'prometheus', string>>;
  readonly signal: AbortSignal;
};

const inNamespace = (drill: DrillCluster, { run, images, signal }: Placing): MonitorPlace => ({
  signal,
  folderOf: async (name, program) => await monitorFolder(drill, program, name),
  async empty(folder) {
    // What a pod wrote is its user's, whom only the node may overrule.
    const path = `${drill.onNode}/${relative(drill.folder, folder)}`;
    await docker(['exec', run.cluster.nodes[0] ?? '', 'find', path, '-mindepth', '1', '-delete']);
  },
  hostOf: (name) => name,
  peerOf,
  monitor: ({ program, name, port }, prepare) =>
    new KindMonitor({ drill, pod: { name, image: images[program], port }, clock: run.clock, signal }, prepare),
});
