import type { KubeObject, Sink } from '../../contract/index.ts';
import { poll, type Clock, type UndoStack } from '../../core/index.ts';
import { applyManifests } from './apply-manifests.ts';
import type { KubeApi } from './kube-api.ts';

export type RelayOptions = {
  readonly api: KubeApi;
  /** A name that no other relay of the cluster has. */
  readonly name: string;
  /** An image that has node. */
  readonly image: string;
  /** What listens on the machine, at `gateway`. */
  readonly sinks: ReadonlyMap<string, Sink>;
  /** Where the relay runs, as fields of a pod's spec; anywhere where it is left out. */
  readonly placement?: Readonly<Record<string, unknown>>;
  /** Where a node reaches the machine. */
  readonly gateway: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

const namespace = 'firedrill-relays';
const readyWithinMs = 120_000;

/** Node's text: what comes to a port goes on to the same port of the machine, and ends as it ends there, also by a reset. */
const forwarder = `
const { connect, createServer } = require('node:net');
for (const port of process.env.RELAY_PORTS.split(',').map(Number)) {
  createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    const far = connect({ host: process.env.RELAY_TO, port, allowHalfOpen: true, noDelay: true });
    const join = (from, into) => from.on('error', () => into.resetAndDestroy()).pipe(into);
    join(near, far);
    join(far, near);
  }).listen(port);
}`;

/**
 * Starts a pod on a node's own network by which pods, whose addresses the machine does not know, reach the sinks in this
 * process; gives each sink's URL as pods have it. Its end is registered with `undo`.
 */
export const startRelay = async (options: RelayOptions, undo: UndoStack): Promise<ReadonlyMap<string, string>> => {
  const { api, name, sinks, clock, signal } = options;
  if (sinks.size === 0) return new Map();
  const ports = new Map([...sinks].map(([sink, { url }]) => [sink, Number(new URL(url).port)] as const));
  const own = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
  await applyManifests(api, [own, relayPod(options, [...ports.values()])], { namespace, clock });
  const path = pathOf(name);
  undo.defer('remove the relay', async () => await removeRelay(api, name));
  const pod = await poll(async () => (await api.must('GET', path)) as RelayPod, {
    what: 'the relay to the sinks is ready',
    until: ({ status }) => status?.containerStatuses?.[0]?.started === true,
    everyMs: 200,
    timeoutMs: readyWithinMs,
    clock,
    signal,
    describe: ({ status }) => JSON.stringify(status?.containerStatuses ?? status),
  });
  return new Map([...ports].map(([sink, port]) => [sink, `http://${pod.status?.hostIP ?? ''}:${port}`]));
};

const pathOf = (name: string): string => `/api/v1/namespaces/${namespace}/pods/${name}`;

/** Removes the relay of this name; none is no error. */
export const removeRelay = async (api: Pick<KubeApi, 'ask'>, name: string): Promise<void> => {
  await api.ask('DELETE', pathOf(name), { gracePeriodSeconds: 0 });
};

type RelayPod = {
  readonly status?: {
    readonly hostIP?: string;
    readonly containerStatuses?: readonly { readonly started?: boolean }[];
  };
};

const relayPod = ({ name, image, gateway, placement }: RelayOptions, ports: readonly number[]): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace },
  spec: {
    ...placement,
    hostNetwork: true,
    terminationGracePeriodSeconds: 0,
    containers: [
      {
        name: 'relay',
        image,
        command: ['node', '-e', forwarder],
        env: [
          { name: 'RELAY_TO', value: gateway },
          { name: 'RELAY_PORTS', value: ports.join(',') },
        ],
        // Only until it listens: the connections of a probe would go on to a sink.
        startupProbe: { tcpSocket: { port: ports[0] }, periodSeconds: 1, failureThreshold: 60 },
      },
    ],
  },
});
