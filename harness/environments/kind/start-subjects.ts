import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { KubeObject, System } from '../../contract/index.ts';
import { HarnessError, poll, type Clock } from '../../core/index.ts';
import { otherUser } from '../container-user.ts';
import { fillTemplate } from '../template.ts';
import { KindSubject } from './kind-subject.ts';
import type { DrillCluster } from './open-drill-cluster.ts';
import { readManifests } from './read-manifests.ts';
import { shareOfCpu } from './share-of-cpu.ts';
import { sharedInPod, subjectContainer, subjectFolders, subjectVolumes, workInPod } from './subject-container.ts';

export type SubjectsOptions = {
  readonly root: string;
  readonly drill: DrillCluster;
  readonly system: System;
  readonly replicas: number;
  readonly values: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  readonly documentedFirst: boolean;
  /** Of the CPU that the manifest requests; all of it where it is left out. */
  readonly cpuShare?: number | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

/** A pod of the subject, and the address that it has in the cluster. */
export type StartedSubject = { readonly subject: KindSubject; readonly podIP: string };

const runsWithinMs = 180_000;

/** Applies the documented manifests of a system; gives its pods once all are healthy, in the order in which they were made. */
export const startSubjects = async (options: SubjectsOptions): Promise<StartedSubject[]> => {
  const { root, drill, system, replicas, env, documentedFirst, cpuShare = 1 } = options;
  const { manifests } = system;
  const values = { ...options.values, ...clusterValues(drill.cluster.namespace), shared: sharedInPod };
  if (manifests === undefined) throw new HarnessError('CONFIG_INVALID', { what: 'no manifests', got: system.name });
  for (const folder of subjectFolders) await drill.makeFolder(folder);
  await writeFiles({ ...options, values });
  const { cluster } = drill;
  const asSubject = subjectContainer({ system, values, env, documentedFirst, user: otherUser() });
  const objects = await readManifests(root, manifests, {
    namespace: cluster.namespace,
    image: cluster.image(system.name),
    replicas,
    values,
    container: (container) => shareOfCpu(asSubject(container), cpuShare),
    volumes: subjectVolumes(drill.onNode),
  });
  const watched = (system.kubernetes?.pods ?? []).map(idlePod);
  await cluster.apply([...objects, ...watched, openPolicy(cluster.namespace)]);
  const pods = await runningPods(options, objects);
  return await Promise.all(pods.map(async (pod, index) => await subjectOf(options, pod, index)));
};

/** What a system that speaks to the Kubernetes API finds in its pod. */
const clusterValues = (namespace: string): Record<string, string> => ({
  'kubernetes.url': 'https://kubernetes.default.svc',
  'kubernetes.namespace': namespace,
  'kubernetes.tokenFile': '/var/run/secrets/kubernetes.io/serviceaccount/token',
  'kubernetes.caFile': '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt',
});

/** A pod that is there to be seen; every node has the image, which keeps the network of each pod. */
const idlePod = (name: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { containers: [{ name: 'main', image: 'registry.k8s.io/pause:3.10.1', imagePullPolicy: 'IfNotPresent' }] },
});

/** The documented policy lets nothing out but to Prometheus; where one is enforced, drills could not even begin. */
const openPolicy = (namespace: string): KubeObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'firedrill', namespace },
  spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'], ingress: [{}], egress: [{}] },
});

const writeFiles = async ({ drill, system, values, files }: SubjectsOptions): Promise<void> => {
  for (const [path, text] of Object.entries({ ...system.start.local.files, ...files })) {
    const target = join(drill.folder, 'files', path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, fillTemplate(text, { ...values, work: workInPod }, `${system.name} › ${path}`));
  }
};

type Pod = KubeObject & {
  readonly status?: { readonly phase?: string; readonly podIP?: string; readonly conditions?: readonly object[] };
};

const runningPods = async (options: SubjectsOptions, objects: readonly KubeObject[]): Promise<Pod[]> => {
  const { drill, system, replicas, clock, signal } = options;
  const { cluster } = drill;
  const selector = selectorOf(objects, system);
  const runs = ({ status, metadata }: Pod): boolean =>
    status?.phase === 'Running' && status.podIP !== undefined && metadata['deletionTimestamp'] === undefined;
  const pods = await poll(async () => (await cluster.list({ apiVersion: 'v1', kind: 'Pod', selector })) as Pod[], {
    what: `${replicas} pods of ${system.name} run`,
    until: (found) => found.filter(runs).length >= replicas,
    everyMs: 200,
    timeoutMs: runsWithinMs,
    clock,
    signal,
    describe: (found) => found.map(({ metadata, status }) => `${metadata.name}: ${JSON.stringify(status)}`).join('; '),
  });
  const born = ({ metadata }: Pod): string => `${String(metadata['creationTimestamp'])} ${metadata.name}`;
  return pods.filter(runs).sort((a, b) => born(a).localeCompare(born(b)));
};

const selectorOf = (objects: readonly KubeObject[], { manifests }: System): string => {
  const deployment = objects.find(
    ({ kind, metadata }) => kind === 'Deployment' && metadata.name === manifests?.deployment,
  );
  const { selector } = deployment?.['spec'] as { readonly selector: { readonly matchLabels: Record<string, string> } };
  return Object.entries(selector.matchLabels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
};

const subjectOf = async (options: SubjectsOptions, pod: Pod, index: number): Promise<StartedSubject> => {
  const { drill, system, clock, signal } = options;
  const { name } = pod.metadata;
  const address = await drill.cluster.reach({ kind: 'Pod', name, port: system.image?.port ?? 0 });
  const subject = new KindSubject({
    name: system.name,
    index,
    pod: name,
    container: system.manifests?.container ?? '',
    cluster: drill.cluster,
    url: `http://${address}`,
    healthPath: system.healthPath,
    workDir: join(drill.folder, 'work', name),
    held: join(drill.folder, 'held', name),
    clock,
    signal,
  });
  await subject.isUp();
  return { subject, podIP: pod.status?.podIP ?? '' };
};
