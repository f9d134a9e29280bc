import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../../core/index.ts';
import type { OpenNamespace } from '../kubernetes/open-namespace.ts';
import { startChild, type Child } from '../local/child.ts';
import { notingWarden } from './node-program.ts';

const programs = join(import.meta.dirname, '../../../collector-under-test');

export type ReplicaOptions = {
  /** The program, below the folder of the reference systems. */
  readonly entry: string;
  readonly namespace: OpenNamespace;
  readonly leaseSeconds: number;
  /** Where its database goes. */
  readonly work: string;
  readonly env: Readonly<Record<string, string>>;
};

/** A running replica of k8s-resource-monitor that takes part in an election. */
export type Replica = {
  readonly child: Child;
  /** How many collections it has made, as its metrics say. */
  readonly collections: () => Promise<number>;
  /** How often it has left a collection to another, as its log says. */
  readonly passes: () => number;
};

/** Starts a replica that would collect five times a second; resolves once it listens. */
export const startReplica = async (options: ReplicaOptions): Promise<Replica & AsyncDisposable> => {
  const { entry, namespace, leaseSeconds, work, env } = options;
  const { values, access } = namespace;
  const settings = {
    ...{ HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'debug', COLLECTION_INTERVAL_MS: '200' },
    DATA_DIR: await mkdtemp(join(work, 'replica-')),
    KUBERNETES_URL: values['kubernetes.url'] ?? '',
    KUBERNETES_NAMESPACE: access.namespace,
    KUBERNETES_TOKEN_FILE: values['kubernetes.tokenFile'] ?? '',
    KUBERNETES_CA_FILE: values['kubernetes.caFile'] ?? '',
    ELECTION_LEASE: `${access.namespace}/k8s-resource-monitor-leader`,
    ELECTION_LEASE_SECONDS: String(leaseSeconds),
  };
  const child = await startChild({
    ...{ name: 'k8s-resource-monitor', command: process.execPath, args: [join(programs, entry)] },
    ...{ env: { ...env, ...settings }, cwd: work, warden: notingWarden(), clock: systemClock },
  });
  const [, port] = await child.waitFor(/"port":(\d+).*"msg":"listening"/, 'starting', 20_000);
  return {
    child,
    collections: async () => {
      const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      return Number(/^collection_duration_seconds_count (\d+)$/m.exec(text)?.[1]);
    },
    passes: () => child.output.last(400).split('another replica leads').length - 1,
    [Symbol.asyncDispose]: async () => await child[Symbol.asyncDispose](),
  };
};
