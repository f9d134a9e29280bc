import type { Cluster, KubeObject } from '../../contract/index.ts';
import { HarnessError } from '../../core/index.ts';
import type { KubeApi } from '../cluster/kube-api.ts';
import { manager } from '../cluster/namespace-owner.ts';

const podLabel = 'firedrill.dev/pod';
type Target = Parameters<Cluster['reach']>[0];
type Within = { readonly namespace: string; readonly target: Target };
type ServiceSpec = {
  readonly selector?: Readonly<Record<string, string>>;
  readonly ports?: readonly { readonly port: number; readonly targetPort?: number | string }[];
};

/** The NodePorts of a cluster that answer on loopback, each of which one service has at a time. */
export class PortPool {
  readonly #ports: ReadonlyMap<number, number>;
  readonly #api: KubeApi;
  readonly #free: number[];

  constructor(ports: ReadonlyMap<number, number>, api: KubeApi) {
    this.#ports = ports;
    this.#api = api;
    this.#free = [...ports.keys()];
  }

  /** Takes the ports out that services of the cluster have already, as one that was kept may. */
  async begin(): Promise<void> {
    const { items } = (await this.#api.must('GET', '/api/v1/services')) as {
      items: readonly { readonly spec: { readonly ports?: readonly { readonly nodePort?: number }[] } }[];
    };
    const taken = new Set(items.flatMap(({ spec }) => (spec.ports ?? []).map(({ nodePort }) => nodePort)));
    for (const port of [...this.#free]) if (taken.has(port)) this.#free.splice(this.#free.indexOf(port), 1);
  }

  /** Publishes a port of a service or of a pod, ready or not, and gives `127.0.0.1:PORT` and what takes that back. */
  async publish(within: Within): Promise<{ readonly address: string; readonly close: () => Promise<void> }> {
    const nodePort = this.#free.shift();
    if (nodePort === undefined)
      throw new HarnessError('CLUSTER_MISSING', {
        what: 'every port of the cluster is taken',
        got: `${this.#ports.size}`,
      });
    const name = `reach-${nodePort}`;
    const { namespace, target } = within;
    const path = `/api/v1/namespaces/${namespace}/services`;
    try {
      const { selector, targetPort } = await this.#behind(within);
      const ports = [{ port: target.port, targetPort, nodePort }];
      const spec = { type: 'NodePort', selector, ports, publishNotReadyAddresses: target.kind === 'Pod' };
      await this.#api.must('POST', path, { metadata: { name, labels: manager }, spec });
    } catch (error) {
      this.#free.push(nodePort);
      throw error;
    }
    return {
      address: `127.0.0.1:${this.#ports.get(nodePort) ?? 0}`,
      close: async () => {
        const { status } = await this.#api.ask('DELETE', `${path}/${name}`);
        if (status < 300 || status === 404) this.#free.push(nodePort);
      },
    };
  }

  async #behind({ namespace, target }: Within): Promise<{ selector: object; targetPort: number | string }> {
    const { kind, name, port } = target;
    if (kind === 'Service') {
      const path = `/api/v1/namespaces/${namespace}/services/${name}`;
      const { spec } = (await this.#api.must('GET', path)) as KubeObject & { readonly spec: ServiceSpec };
      const found = spec.ports?.find((one) => one.port === port);
      return { selector: spec.selector ?? {}, targetPort: found?.targetPort ?? port };
    }
    const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
    const labelled = { metadata: { labels: { [podLabel]: name } } };
    await this.#api.send('PATCH', path, labelled, 'application/merge-patch+json');
    return { selector: { [podLabel]: name }, targetPort: port };
  }
}
