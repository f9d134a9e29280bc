import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import type { KubeObject, Logged } from '../../contract/index.ts';
import { poll, type Clock } from '../../core/index.ts';
import { onControlPlane } from './on-control-plane.ts';
import { answers } from './answers.ts';
import type { DrillCluster } from './open-drill-cluster.ts';
import { readPodLog } from './read-pod-log.ts';

export type MonitorPod = {
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly port: number;
  /** Whether it stays as it ended, rather than being started again by its node. */
  readonly endsForGood?: boolean;
};

const readyWithinMs = 180_000;

/** Applies a pod that runs a monitor in the drill's folder of its name, and a service of that name before it. */
export const applyMonitor = async (drill: DrillCluster, monitor: MonitorPod): Promise<void> => {
  const { name, image, args, port, endsForGood = false } = monitor;
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
      restartPolicy: endsForGood ? 'Never' : 'Always',
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

/** Makes the folder of a monitor and in it that of what the program keeps; gives the first. */
export const monitorFolder = async (
  drill: DrillCluster,
  program: 'prometheus' | 'alertmanager',
  name: string = program,
): Promise<string> => {
  const folder = await drill.makeFolder(name);
  await chmod(await drill.makeFolder(name, program), 0o777);
  return folder;
};

/** What a monitor has written since its pod was made. */
export const monitorLog = ({ cluster, controlPlane: node }: DrillCluster, name: string): Logged => ({
  name,
  logTail: (lines) => readPodLog({ node, namespace: cluster.namespace, pod: name, container: name }, lines),
});

type Waiting = { readonly clock: Clock; readonly signal: AbortSignal };

/** Gives a monitor's URL on loopback once it is ready. */
export const monitorReady = async (
  { cluster }: DrillCluster,
  { name, port }: Pick<MonitorPod, 'name' | 'port'>,
  waiting: Waiting,
): Promise<string> => {
  const url = `http://${await cluster.reach({ kind: 'Service', name, port })}`;
  await answersAt(url, name, waiting);
  return url;
};

/** Resolves once a monitor says that it is ready. */
export const answersAt = async (url: string, name: string, { clock, signal }: Waiting): Promise<void> => {
  await poll(async () => await answers(`${url}/-/ready`), {
    what: `${name} is ready`,
    ...{ until: (status) => status === 200, everyMs: 100, timeoutMs: readyWithinMs, clock, signal },
  });
};
