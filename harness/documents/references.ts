import { readManifests, type Manifest } from './manifests.ts';

/** Gives every object that the manifests name and none of them defines, as `ConfigMap monitoring/x`, sorted. */
export const unresolvedReferences = (texts: readonly string[]): string[] => {
  const manifests = texts.flatMap(readManifests);
  const defined = new Set(manifests.flatMap(({ kind, name, namespace }) => [`${kind} ${namespace}/${name}`]));
  const wanted = manifests.flatMap((manifest) => [...referencesOf(manifest), ...mountsOf(manifest)]);
  return [...new Set(wanted)].filter((reference) => !defined.has(reference)).sort();
};

const keys: Readonly<Record<string, readonly [kind: string, field?: string]>> = {
  configMap: ['ConfigMap', 'name'],
  configMapRef: ['ConfigMap', 'name'],
  configMapKeyRef: ['ConfigMap', 'name'],
  secret: ['Secret', 'secretName'],
  secretRef: ['Secret', 'name'],
  secretKeyRef: ['Secret', 'name'],
  persistentVolumeClaim: ['PersistentVolumeClaim', 'claimName'],
  serviceAccountName: ['ServiceAccount'],
};

const referencesOf = ({ object, namespace }: Manifest): string[] =>
  walk(object).flatMap(([key, value]) => {
    const [kind, field] = keys[key] ?? [];
    const name = field === undefined ? value : (value as Record<string, unknown> | null)?.[field];
    return kind === undefined || typeof name !== 'string' ? [] : [`${kind} ${namespace}/${name}`];
  });

/** Volumes that a pod declares and none of its containers mounts, and mounts that name no volume. */
const mountsOf = ({ object, kind, name, namespace }: Manifest): string[] => {
  const entries = walk(object);
  const named = (key: string): string[] =>
    entries
      .filter(([each, value]) => each === key && Array.isArray(value))
      .flatMap(([, value]) => (value as { name?: string }[]).map((each) => each.name ?? ''));
  const volumes = named('volumes');
  const mounts = named('volumeMounts');
  const at = `of ${kind} ${namespace}/${name}`;
  return [
    ...volumes.filter((volume) => !mounts.includes(volume)).map((volume) => `volumeMount ${volume} ${at}`),
    ...mounts.filter((mount) => !volumes.includes(mount)).map((mount) => `volume ${mount} ${at}`),
  ];
};

const walk = (value: unknown): [key: string, value: unknown][] => {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(walk);
  return Object.entries(value).flatMap(([key, each]) => [[key, each] as [string, unknown], ...walk(each)]);
};
