import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import type { KubeObject } from '../../contract/index.ts';
import { poll, type Clock } from '../../core/index.ts';
import { onControlPlane } from './on-control-plane.ts';
import { answers } from './answers.ts';
import type { DrillCluster } from './open-drill-cluster.ts';

export type MonitorPod = {
  readonly name: 'prometheus' | 'alertmanager';
  readonly image: string;
  readonly args: readonly string[];
  readonly port: number;
};

const readyWithinMs = 180_000;

/** Applies a pod that runs a monitor in the drill's folder of its name, and a service of that name before it. */
export const applyMonitor = async (drill: DrillCluster, { name, image, args, port }: MonitorPod): Promise<void> => {
  const { namespace } = drill.cluster;
  // At the same path as on the machine, so that what was written there holds in the pod.
  const folder = join(drill.folder, name);
  const metadata = { name, namespace, labels: { app: name } };
  const pod: KubeObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata,
    spec: {
      ...onControlPlane,
      automountServiceAccountToken: false,
      containers: [
        {
          name,
          image,
          imagePullPolicy: 'IfNotPresent',
          args,
          workingDir: folder,
          env: [{ name: 'GOMAXPROCS', value: '1' }],
          ports: [{ containerPort: port }],
          volumeMounts: [{ name: 'stack', mountPath: folder }],
        },
      ],
      volumes: [{ name: 'stack', hostPath: { path: `${drill.onNode}/${name}`, type: 'Directory' } }],
    },
  };
  const spec = { selector: { app: name }, ports: [{ port, targetPort: port }] };
  await drill.cluster.apply([{ apiVersion: 'v1', kind: 'Service', metadata, spec }, pod]);
};

/** Makes the folders that a monitor writes to; gives the first. */
export const monitorFolder = async (drill: DrillCluster, name: MonitorPod['name']): Promise<string> => {
  const folder = await drill.makeFolder(name);
  await chmod(await drill.makeFolder(name, name), 0o777);
  return folder;
};

/** Gives a monitor's URL on loopback once it is ready. */
export const monitorReady = async (
  { cluster }: DrillCluster,
  { name, port }: MonitorPod,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<string> => {
  const url = `http://${await cluster.reach({ kind: 'Pod', name, port })}`;
  await poll(async () => await answers(`${url}/-/ready`), {
    what: `${name} is ready`,
    ...{ until: (status) => status === 200, everyMs: 100, timeoutMs: readyWithinMs, clock, signal },
  });
  return url;
};
