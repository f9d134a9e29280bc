import type { ClusterNode } from '../../contract/index.ts';
import { poll, type Clock } from '../../core/index.ts';
import type { KubeApi } from '../cluster/kube-api.ts';
import { docker } from './docker.ts';

type Networks = Readonly<Record<string, { readonly IPAddress: string }>>;
type Node = { readonly status?: { readonly conditions?: readonly { type: string; status: string }[] } };

/** A node that is a leader of nothing may take as long as its lease and its kubelet's report do. */
const readyWithinMs = 180_000;

/** Gives a node, which is a container of the engine, as a drill breaks it. */
export const kindNode = (name: string, api: KubeApi, clock: Clock): ClusterNode => ({
  name,
  isControlPlane: name.endsWith('control-plane'),
  async kill() {
    await docker(['kill', name]);
    return undone(async () => {
      await docker(['start', name]);
      await isReady(name, api, clock);
    });
  },
  async cutOff() {
    const networks = JSON.parse(
      await docker(['inspect', '--format', '{{json .NetworkSettings.Networks}}', name]),
    ) as Networks;
    for (const network of Object.keys(networks)) await docker(['network', 'disconnect', network, name]);
    return undone(async () => {
      // With another address its kubelet would be another's by the certificates that it has.
      for (const [network, { IPAddress }] of Object.entries(networks))
        await docker(['network', 'connect', '--ip', IPAddress, network, name]);
      await isReady(name, api, clock);
    });
  },
});

const undone = (undo: () => Promise<void>): AsyncDisposable => ({ [Symbol.asyncDispose]: undo });

/** A node that came back may be taken for ready until its silence is noticed, and then is not: its new report is what counts. */
const isReady = async (name: string, api: KubeApi, clock: Clock): Promise<void> => {
  await poll(
    async () => (await api.ask('GET', `/api/v1/nodes/${name}`).catch(() => undefined))?.body as Node | undefined,
    {
      what: `the node ${name} is Ready`,
      until: (node) => node?.status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True') === true,
      everyMs: 500,
      timeoutMs: readyWithinMs,
      clock,
      describe: (node) => JSON.stringify(node?.status?.conditions ?? 'no answer'),
    },
  );
};
