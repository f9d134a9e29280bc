import type { Cluster, ClusterNode, DeliveryStack, KubeObject, KubeRef } from '../../contract/index.ts';
import { instantClock } from '../../core/testing/fake-clock.ts';

/** What a cluster in memory has, and whether it heeds what is asked of it. */
type Part = {
  /** The pods by their names, each with the name of its node, which may be none. */
  readonly pods?: Readonly<Record<string, string | undefined>>;
  readonly nodes?: readonly string[];
  readonly heeds?: boolean;
  /** What its objects become when a command runs in a pod. */
  readonly onExec?: (pod: KubeObject) => KubeObject;
};

/** A stack on a cluster in memory that logs what is done to it, or takes no notice of it. */
export const fakeCluster = (part: Part = {}): { readonly stack: DeliveryStack; readonly log: string[] } => {
  const { pods = { 'monitor-a': 'worker' }, nodes = ['worker', 'worker2'], heeds = true, onExec } = part;
  const log: string[] = [];
  const clock = instantClock();
  const objects = new Map<string, KubeObject>();
  const keyOf = ({ kind, name }: Pick<KubeRef, 'kind' | 'name'>): string => `${kind}/${name}`;
  const keep = (object: KubeObject): void =>
    void objects.set(keyOf({ kind: object.kind, name: object.metadata.name }), object);
  for (const [name, nodeName] of Object.entries(pods))
    keep({ apiVersion: 'v1', kind: 'Pod', metadata: { name, uid: `uid of ${name}` }, spec: { nodeName } });
  for (const name of nodes) keep({ apiVersion: 'v1', kind: 'Node', metadata: { name }, spec: {} });
  const cluster: Pick<Cluster, 'nodes' | 'read' | 'patch' | 'remove' | 'exec'> = {
    nodes: nodes.map((name) => fakeNode(name, log)),
    read: async (ref) => await Promise.resolve(objects.get(keyOf(ref))),
    async patch(ref, change) {
      log.push(`${keyOf(ref)} gets ${JSON.stringify(change)}`);
      const object = objects.get(keyOf(ref));
      if (object === undefined) throw new Error(`no ${keyOf(ref)}`);
      const changed = heeds ? { ...object, ...change } : object;
      keep(changed);
      return await Promise.resolve(changed);
    },
    async remove(ref) {
      log.push(`${keyOf(ref)} is removed`);
      if (heeds) objects.delete(keyOf(ref));
      await Promise.resolve();
    },
    async exec(pod, [command = '']) {
      log.push(`${pod} runs ${command}`);
      const object = objects.get(keyOf({ kind: 'Pod', name: pod }));
      if (object !== undefined && onExec !== undefined) keep(onExec(object));
      return await Promise.reject(new Error('its container ended'));
    },
  };
  return { stack: { cluster, clock } as unknown as DeliveryStack, log };
};

const fakeNode = (name: string, log: string[]): ClusterNode => {
  const become = async (what: string, again: string): Promise<AsyncDisposable> => {
    log.push(`${name} is ${what}`);
    const undo = async (): Promise<void> => await Promise.resolve(void log.push(`${name} is ${again}`));
    return await Promise.resolve({ [Symbol.asyncDispose]: undo });
  };
  return {
    name,
    isControlPlane: false,
    kill: async () => await become('killed', 'started'),
    cutOff: async () => await become('cut off', 'connected'),
  };
};
