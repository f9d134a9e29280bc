import { CoreV1Api, type KubeConfig } from '@kubernetes/client-node';
import type { Cluster, ClusterEvent, ClusterNode, KubeObject, KubeRef } from '../../contract/index.ts';
import { HarnessError, messageOf, poll, type Clock } from '../../core/index.ts';
import { applyManifests } from './apply-manifests.ts';
import { confinement, writeConfinedConfig } from './confined-account.ts';
import { ownerLabels } from '../owner-labels.ts';
import { manager } from './namespace-owner.ts';
import { kubeApi, type KubeApi } from './kube-api.ts';
import { runInPod } from './run-in-pod.ts';

export type ClusterOptions = {
  readonly config: KubeConfig;
  readonly namespace: string;
  /** Of the namespace, by which policies select it. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Where the kubeconfig that is confined to the namespace is written. */
  readonly kubeconfig: string;
  readonly nodes: readonly ClusterNode[];
  readonly image: Cluster['image'];
  readonly publicImage: NonNullable<Cluster['publicImage']>;
  readonly reach: (api: KubeApi, target: Parameters<Cluster['reach']>[0]) => Promise<string>;
  readonly clock: Clock;
};

export type OpenCluster = Cluster & AsyncDisposable & { readonly api: KubeApi };

const removedWithinMs = 120_000;

/**
 * Makes a namespace with an account that is confined to it, and gives what a drill does there; disposal deletes the
 * namespace without waiting for its end. Throws `CLUSTER_MISSING`, and `CLUSTER_REFUSED` also where the namespace is there
 * already, which is left as it is.
 */
export const openCluster = async (options: ClusterOptions): Promise<OpenCluster> => {
  const { config, namespace, kubeconfig, clock } = options;
  const api = kubeApi(config);
  await makeNamespace(api, { name: namespace, labels: { ...options.labels, ...manager }, annotations: ownerLabels() });
  const close = async (): Promise<void> => await forget(api, namespace);
  try {
    await applyManifests(api, confinement(namespace), { namespace, clock });
    await writeConfinedConfig(api, config, { namespace, file: kubeconfig });
    return { ...portOf(options, api), api, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
};

const makeNamespace = async (api: KubeApi, metadata: KubeObject['metadata']): Promise<void> => {
  const own = { apiVersion: 'v1', kind: 'Namespace', metadata };
  const { status, body } = await api.ask('POST', '/api/v1/namespaces', own);
  if (status < 300) return;
  const where = metadata.name;
  if (status === 409)
    throw new HarnessError('CLUSTER_REFUSED', {
      what: 'the namespace of the drill is there already',
      where,
      next: 'wait for the run that has it, or name another cluster',
    });
  const got = `${status}: ${(body as { readonly message?: string }).message ?? ''}`;
  throw new HarnessError('CLUSTER_REFUSED', { what: 'the namespace cannot be made', where, got });
};

/** Deletes a namespace without waiting for its end; nothing in it has to end well any more, so its pods are not asked to. */
export const forget = async (api: Pick<KubeApi, 'ask'>, namespace: string): Promise<void> => {
  const path = `/api/v1/namespaces/${namespace}`;
  const { status } = await api.ask('DELETE', path);
  if (status >= 300 && status !== 404 && status !== 409)
    throw new HarnessError('CLUSTER_REFUSED', { what: 'the namespace cannot be deleted', got: `status ${status}` });
  await api.ask('DELETE', `${path}/pods`, { gracePeriodSeconds: 0 });
};

const portOf = (options: ClusterOptions, api: KubeApi): Cluster => {
  const { config, namespace, kubeconfig, nodes, image, publicImage, clock } = options;
  const within = (ref: KubeRef): KubeRef => ({ ...ref, namespace: ref.namespace ?? namespace });
  const read = async (ref: KubeRef): Promise<KubeObject | undefined> => await readObject(api, within(ref));
  const list: Cluster['list'] = async ({ selector, ...of }) => {
    const asked = selector === undefined ? '' : `?labelSelector=${encodeURIComponent(selector)}`;
    const { items } = (await api.must('GET', (await api.collection({ ...of, namespace })) + asked)) as {
      items: readonly KubeObject[];
    };
    return items.map((item) => ({ ...item, ...of }));
  };
  return {
    namespace,
    kubeconfig,
    nodes,
    image,
    publicImage,
    apply: async (manifests) => await applyManifests(api, manifests, { namespace, clock }),
    read,
    list,
    async patch(ref, change) {
      const path = await api.path(within(ref));
      return (await api.send('PATCH', path, change, 'application/merge-patch+json')) as KubeObject;
    },
    remove: async (ref, grace) => await removeObject(api, within(ref), grace?.graceSeconds, clock),
    evict: async (pod) => await evict(api, namespace, pod),
    async exec(pod, command, container) {
      const own = container ?? (await firstContainer(read, pod));
      return await runInPod(config, { namespace, pod, container: own, command }, clock);
    },
    logs: async (pod, asked = {}) => await podLogs(config, { name: pod, namespace, ...asked }),
    events: async () => (await list({ apiVersion: 'v1', kind: 'Event' })).map(eventOf).sort((a, b) => a.at - b.at),
    reach: async (target) => await options.reach(api, target),
  };
};

type LogsOf = Parameters<CoreV1Api['readNamespacedPodLog']>[0];

const podLogs = async (config: KubeConfig, asked: LogsOf): Promise<string> => {
  try {
    return await config.makeApiClient(CoreV1Api).readNamespacedPodLog(asked);
  } catch (cause) {
    throw new HarnessError('CLUSTER_REFUSED', { what: 'no logs', where: asked.name, got: messageOf(cause), cause });
  }
};

const readObject = async (api: KubeApi, ref: KubeRef): Promise<KubeObject | undefined> => {
  const path = await api.path(ref);
  const { status, body } = await api.ask('GET', path);
  if (status === 404) return undefined;
  return status === 200 ? (body as KubeObject) : ((await api.must('GET', path)) as KubeObject);
};

const uidOf = (object: KubeObject | undefined): unknown => object?.metadata['uid'];

const removeObject = async (
  api: KubeApi,
  ref: KubeRef,
  graceSeconds: number | undefined,
  clock: Clock,
): Promise<void> => {
  const uid = uidOf(await readObject(api, ref));
  if (uid === undefined) return;
  const path = await api.path(ref);
  const grace = graceSeconds === undefined ? {} : { gracePeriodSeconds: graceSeconds };
  const { status } = await api.ask('DELETE', path, {
    propagationPolicy: 'Background',
    preconditions: { uid },
    ...grace,
  });
  if (status >= 400 && status !== 404 && status !== 409)
    throw new HarnessError('CLUSTER_REFUSED', { what: 'it cannot be deleted', where: path, got: `status ${status}` });
  await poll(async () => uidOf(await readObject(api, ref)), {
    what: `${ref.kind} ${ref.name} is gone`,
    until: (now) => now !== uid,
    everyMs: 100,
    timeoutMs: removedWithinMs,
    clock,
  });
};

/** The server answers 429 while a disruption budget has nothing to spare. */
const evict = async (api: KubeApi, namespace: string, name: string): Promise<boolean> => {
  const path = `/api/v1/namespaces/${namespace}/pods/${name}/eviction`;
  const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } };
  const { status } = await api.ask('POST', path, eviction);
  if (status < 300 || status === 404) return true;
  if (status === 429) return false;
  throw new HarnessError('CLUSTER_REFUSED', { what: 'it cannot be evicted', where: path, got: `status ${status}` });
};

const firstContainer = async (read: Cluster['read'], pod: string): Promise<string> => {
  const object = (await read({ apiVersion: 'v1', kind: 'Pod', name: pod })) as
    { readonly spec: { readonly containers: readonly { readonly name: string }[] } } | undefined;
  const name = object?.spec.containers[0]?.name;
  if (name !== undefined) return name;
  throw new HarnessError('CLUSTER_REFUSED', { what: 'there is no such pod', got: pod });
};

type ApiEvent = KubeObject & {
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly involvedObject?: { readonly kind?: string; readonly name?: string };
};

const eventOf = (object: KubeObject): ClusterEvent => {
  const {
    type = '',
    reason = '',
    message = '',
    lastTimestamp,
    eventTime,
    involvedObject,
    metadata,
  } = object as ApiEvent;
  const created = metadata['creationTimestamp'];
  const made = typeof created === 'string' ? created : '';
  return {
    at: Date.parse(lastTimestamp ?? eventTime ?? made),
    type,
    reason,
    about: `${(involvedObject?.kind ?? '').toLowerCase()}/${involvedObject?.name ?? ''}`,
    message,
  };
};
