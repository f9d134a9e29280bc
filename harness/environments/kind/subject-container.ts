import type { System } from '../../contract/index.ts';
import { HarnessError } from '../../core/index.ts';
import { fillTemplate } from '../template.ts';

export type ContainerOptions = {
  readonly system: System;
  /** What `${…}` stands for in the variables. */
  readonly values: Readonly<Record<string, string>>;
  /** Over all other variables; an empty string unsets. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether the variables of the manifest go before those of the system where both have one. */
  readonly documentedFirst: boolean;
  /** As whom it runs, so that both sides may change its files; as the manifest says unless told. */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
};

type Variable = { readonly name: string } & Record<string, unknown>;

export const workInPod = '/work';
const heldInPod = '/held';

const filesInPod = '/files';
export const sharedInPod = '/shared';

/**
 * Has the system's files in its folder, waits as long as the pod is held, then becomes the program. The kubelet starts what was
 * killed again at once, and a fault has to last as long as the drill says.
 */
const gate = [
  `[ -e ${workInPod}/.begun ] || { cp -R ${filesInPod}/. ${workInPod}/ && touch ${workInPod}/.begun; }`,
  `while [ -e "${heldInPod}/$POD_NAME" ]; do sleep 0.2; done`,
  'exec "$@"',
].join('; ');

/** Gives the function that makes a container of the manifests run the system, with its folder, its variables and its gate. */
export const subjectContainer =
  ({ system, values, env, documentedFirst, user }: ContainerOptions) =>
  (container: Record<string, unknown>): Record<string, unknown> => {
    const { start, image } = system;
    if (image === undefined) throw new HarnessError('CONFIG_INVALID', { what: 'no image', got: system.name });
    const all = { ...values, root: '/app', work: workInPod, port: String(image.port) };
    const fill = (text: string): string => fillTemplate(text, all, `${system.name} › start.local`);
    const documented = (container['env'] ?? []) as readonly Variable[];
    const own = variablesOf({ ...start.local.env, ...image.env }, fill);
    const layers = documentedFirst ? [own, documented] : [documented, own];
    const variables = new Map([...layers, variablesOf(env, fill)].flat().map((one) => [one.name, one]));
    const mounts = (container['volumeMounts'] ?? []) as readonly object[];
    return {
      ...container,
      ...(user && { securityContext: { ...securityOf(container), runAsUser: user.uid, runAsGroup: user.gid } }),
      command: ['/bin/sh', '-c', gate, 'gate', start.local.command, ...start.local.args.map(fill)],
      env: [podName, ...variables.values()].filter((one) => one.name === 'POD_NAME' || one['value'] !== ''),
      volumeMounts: [...mounts, ...ownMounts],
    };
  };

const securityOf = (container: Record<string, unknown>): object => container['securityContext'] ?? {};

const podName: Variable = { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } };
const ownMounts = [
  { name: 'firedrill-held', mountPath: heldInPod, readOnly: true },
  { name: 'firedrill-files', mountPath: filesInPod, readOnly: true },
  { name: 'firedrill-shared', mountPath: sharedInPod },
  { name: 'firedrill-work', mountPath: workInPod, subPathExpr: '$(POD_NAME)' },
];

const variablesOf = (env: Readonly<Record<string, string>>, fill: (text: string) => string): Variable[] =>
  Object.entries(env).map(([name, value]) => ({ name, value: fill(value) }));

/** The folders behind those mounts, below a drill's own. */
export const subjectFolders = ['held', 'files', 'work', 'shared'] as const;

/** The volumes of those mounts, in a drill's folder on the node. */
export const subjectVolumes = (onNode: string): object[] =>
  subjectFolders.map((name) => ({
    name: `firedrill-${name}`,
    hostPath: { path: `${onNode}/${name}`, type: 'Directory' },
  }));
