import { parseAllDocuments } from 'yaml';

/** A Kubernetes object as it is written, in the namespace that it would land in. */
export type Manifest = {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly object: Readonly<Record<string, unknown>>;
};

/** Gives the objects of a YAML text; what has no kind is none. */
export const readManifests = (text: string): Manifest[] =>
  parseAllDocuments(text).flatMap((document) => {
    const object = document.toJS() as Record<string, unknown> | null;
    if (object === null || typeof object['kind'] !== 'string') return [];
    const metadata = (object['metadata'] ?? {}) as { name?: string; namespace?: string };
    const { name = '', namespace = 'default' } = metadata;
    return [{ kind: object['kind'], name, namespace, object }];
  });
