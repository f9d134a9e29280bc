import type { KubeObject } from '../../contract/index.ts';
import { HarnessError, poll, type Clock } from '../../core/index.ts';
import type { KubeApi } from './kube-api.ts';

/** Whose fields they are by the server's account of who manages what. */
const fieldManager = 'firedrill';
const definedWithinMs = 30_000;

/** What others are refused without, in the order in which it is applied; the rest comes after, as it is listed. */
const first = [
  'Namespace',
  'CustomResourceDefinition',
  'PriorityClass',
  'ServiceAccount',
  'Secret',
  'ConfigMap',
  'ClusterRole',
  'Role',
  'ClusterRoleBinding',
  'RoleBinding',
  'PersistentVolumeClaim',
  'Service',
];

/**
 * Applies manifests by server-side apply, each in its own namespace or else in `namespace`, and waits for definitions to be
 * served. Throws `CLUSTER_REFUSED` with the object and what the server says of it.
 */
export const applyManifests = async (
  api: KubeApi,
  manifests: readonly KubeObject[],
  { namespace, clock }: { readonly namespace: string; readonly clock: Clock },
): Promise<void> => {
  for (const manifest of inOrder(manifests)) {
    await applyOne(api, manifest, namespace);
    if (manifest.kind === 'CustomResourceDefinition') await isServed(api, manifest, clock);
  }
};

/** Gives manifests in the order in which a server takes them. */
export const inOrder = (manifests: readonly KubeObject[]): KubeObject[] =>
  manifests.toSorted((a, b) => rankOf(a) - rankOf(b));

const rankOf = ({ kind }: KubeObject): number => {
  const rank = first.indexOf(kind);
  return rank === -1 ? first.length : rank;
};

const applyOne = async (api: KubeApi, manifest: KubeObject, namespace: string): Promise<void> => {
  const { apiVersion, kind, metadata } = manifest;
  const where = `${kind} ${metadata.name}`;
  try {
    const path = await api.path({ apiVersion, kind, name: metadata.name, namespace: metadata.namespace ?? namespace });
    await api.send(
      'PATCH',
      `${path}?fieldManager=${fieldManager}&force=true`,
      manifest,
      'application/apply-patch+yaml',
    );
  } catch (cause) {
    if (!(cause instanceof HarnessError) || cause.code !== 'CLUSTER_REFUSED') throw cause;
    const { what, got = '', next } = cause.details;
    throw new HarnessError('CLUSTER_REFUSED', { what, where, got, ...(next === undefined ? {} : { next }), cause });
  }
};

type Conditioned = { readonly status?: { readonly conditions?: readonly { type: string; status: string }[] } };

const isServed = async (api: KubeApi, definition: KubeObject, clock: Clock): Promise<void> => {
  const path = await api.path({ ...definition, name: definition.metadata.name });
  await poll(async () => (await api.must('GET', path)) as Conditioned, {
    what: `the definition ${definition.metadata.name} is established`,
    until: ({ status }) =>
      status?.conditions?.some((one) => one.type === 'Established' && one.status === 'True') === true,
    everyMs: 50,
    timeoutMs: definedWithinMs,
    clock,
    describe: ({ status }) => JSON.stringify(status?.conditions ?? []),
  });
};
