import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubeObject, System } from '../../contract/index.ts';
import { HarnessError } from '../../core/index.ts';
import { fillTemplate } from '../template.ts';

export type Manifests = NonNullable<System['manifests']>;

/** What the environment sets in the manifests of a system. */
export type Setting = {
  readonly namespace: string;
  readonly image: string;
  readonly replicas: number;
  /** What `${…}` stands for in the text. */
  readonly values: Readonly<Record<string, string>>;
  /** How the subject's container is run where it differs from the manifest: before its command, its variables, its volumes. */
  readonly container: (container: Record<string, unknown>) => Record<string, unknown>;
  readonly volumes: readonly object[];
};

type Deployment = KubeObject & {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly containers: readonly (Record<string, unknown> & { readonly name: string })[];
        readonly volumes?: readonly object[];
      };
    };
  };
};

/** Reads the documented manifests of a system and sets what the environment decides; throws `CONFIG_INVALID`. */
export const readManifests = async (root: string, manifests: Manifests, setting: Setting): Promise<KubeObject[]> => {
  const text = fillTemplate(await readFile(join(root, manifests.path), 'utf8'), setting.values, manifests.path);
  const documents = parseAllDocuments(text);
  const broken = documents.flatMap(({ errors }) => errors)[0];
  if (broken !== undefined)
    throw new HarnessError('CONFIG_INVALID', { what: broken.message, where: manifests.path, cause: broken });
  const objects = documents.map((document) => document.toJS() as KubeObject | null).filter((object) => object !== null);
  const own = objects.map((object) => setIn(object, manifests, setting));
  if (own.some((object) => isSubject(object, manifests))) return own;
  throw new HarnessError('CONFIG_INVALID', {
    what: 'the manifests have no such Deployment',
    where: manifests.path,
    got: manifests.deployment,
  });
};

const isSubject = ({ kind, metadata }: KubeObject, { deployment }: Manifests): boolean =>
  kind === 'Deployment' && metadata.name === deployment;

const setIn = (object: KubeObject, manifests: Manifests, setting: Setting): KubeObject => {
  const moved = inNamespace(object, manifests.namespace, setting.namespace);
  return isSubject(moved, manifests) ? withSubject(moved as Deployment, manifests, setting) : moved;
};

/** Also the subjects of a binding name a namespace. */
const inNamespace = (object: KubeObject, documented: string, namespace: string): KubeObject => {
  const { metadata } = object;
  const isOurs = metadata.namespace === documented;
  const subjects = object['subjects'] as readonly { readonly namespace?: string }[] | undefined;
  return {
    ...object,
    metadata: { ...metadata, ...(isOurs ? { namespace } : {}) },
    ...(subjects === undefined
      ? {}
      : { subjects: subjects.map((one) => (one.namespace === documented ? { ...one, namespace } : one)) }),
  };
};

const withSubject = (deployment: Deployment, { container: name }: Manifests, setting: Setting): KubeObject => {
  const { spec } = deployment;
  const pod = spec.template.spec;
  const containers = pod.containers.map((one) =>
    one.name === name ? setting.container({ ...one, image: setting.image, imagePullPolicy: 'IfNotPresent' }) : one,
  );
  const volumes = [...(pod.volumes ?? []), ...setting.volumes];
  const template = { ...spec.template, spec: { ...pod, containers, volumes } };
  return { ...deployment, spec: { ...spec, replicas: setting.replicas, template } };
};
