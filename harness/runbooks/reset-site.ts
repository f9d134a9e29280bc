import { isDeepStrictEqual } from 'node:util';
import type { RunbookSite } from '../contract/index.ts';
import type { Kubectl } from './kubectl.ts';

type Kept = {
  readonly kind: string;
  readonly metadata: Readonly<Record<string, unknown>> & { readonly name: string; readonly namespace?: string };
  readonly [field: string]: unknown;
};

/** Everything of the site's kinds that nothing else owns, as it would have to be written. */
export type Snapshot = readonly Kept[];

const noted = ['resourceVersion', 'uid', 'creationTimestamp', 'generation', 'managedFields', 'selfLink'];
/** What the API server and its controllers make in every namespace by themselves. */
const everywhere = ['kube-root-ca.crt', 'default', 'firedrill-operator'];

/** Gives what is in the site's namespaces now. */
export const snapshot = async (kubectl: Kubectl, { namespaces, kinds }: RunbookSite): Promise<Snapshot> => {
  const lists = await Promise.all(
    namespaces.map(async (namespace) => {
      const text = await kubectl(['get', kinds.join(','), '-n', namespace, '-o', 'json']);
      return (JSON.parse(text) as { items: Kept[] }).items;
    }),
  );
  return lists
    .flat()
    .filter(({ metadata }) => metadata['ownerReferences'] === undefined && !everywhere.includes(metadata.name))
    .map(plain);
};

/** Removes what was not there, and writes again what is gone or another. Gives whether anything was. */
export const restore = async (kubectl: Kubectl, site: RunbookSite, before: Snapshot): Promise<boolean> => {
  const now = await snapshot(kubectl, site);
  const added = now.filter((each) => find(before, each) === undefined);
  const gone = before.filter((each) => find(now, each) === undefined);
  const changed = before.filter((each) => {
    const live = find(now, each);
    return live !== undefined && !isDeepStrictEqual(live, each);
  });
  for (const { kind, metadata } of added)
    await kubectl(['delete', kind, metadata.name, '-n', metadata.namespace ?? '', '--ignore-not-found', '--wait=true']);
  if (gone.length > 0) await kubectl(['create', '-f', '-'], listOf(gone));
  if (changed.length > 0) await kubectl(['replace', '-f', '-'], listOf(changed));
  for (const each of site.clusterObjects ?? []) await kubectl(['delete', each, '--ignore-not-found']);
  return added.length + gone.length + changed.length > 0;
};

const listOf = (items: Snapshot): string => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });

const find = (all: Snapshot, { kind, metadata: { name, namespace } }: Kept): Kept | undefined =>
  all.find((each) => each.kind === kind && each.metadata.name === name && each.metadata.namespace === namespace);

const plain = ({ metadata, ...all }: Kept): Kept => {
  const rest = { ...all, status: undefined };
  const kept = Object.entries(metadata).filter(([key]) => !noted.includes(key));
  const annotations = Object.entries((metadata['annotations'] ?? {}) as Record<string, string>).filter(
    // Counted by the controller, so it differs after every rollout.
    ([key]) => key !== 'deployment.kubernetes.io/revision',
  );
  return {
    ...rest,
    kind: rest.kind,
    metadata: { ...Object.fromEntries(kept), name: metadata.name, annotations: Object.fromEntries(annotations) },
  };
};
