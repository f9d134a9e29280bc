import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { HarnessError, poll, type Clock, type UndoStack } from '../../core/index.ts';
import { kubeApi } from '../cluster/kube-api.ts';
import { clusterOfRun, disownCluster, isLeftOver, ownCluster, removeShares, shareOf } from './cluster-owner.ts';
import { deleteCluster } from './delete-cluster.ts';
import { docker, engineAnswers } from './docker.ts';
import { kindCommand } from './kind-command.ts';
import { kindConfig, nodePorts, sharedOnNode } from './kind-config.ts';
import type { KindSettings } from './kind-settings.ts';

export type KindClusterOptions = {
  readonly runId: string;
  /** The path of kind. */
  readonly kind: string;
  /** A cluster to go on with; it is made where there is none of this name, and stays in either case. */
  readonly name?: string | undefined;
  /** Whether the cluster stays. */
  readonly keep: boolean;
  readonly nodes: number;
  readonly settings: KindSettings;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

/** A cluster of kind that answers. */
export type KindCluster = {
  readonly name: string;
  readonly config: KubeConfig;
  /** The folder of the machine that every node has at `/firedrill`. */
  readonly share: string;
  /** The nodes' containers, the control plane first. */
  readonly nodes: readonly string[];
  /** The port on loopback by the NodePort that it leads to. */
  readonly ports: ReadonlyMap<number, number>;
  /** Where the nodes reach the machine. */
  readonly gateway: string;
};

const prefix = 'firedrill-';
const createTimeoutMs = 600_000;
const deleteTimeoutMs = 120_000;
const answersWithinMs = 60_000;

/**
 * Makes a cluster, or takes the one that is named, once the leftovers of runs that were killed are gone; its removal is
 * registered with `undo` unless it stays. Throws `ENGINE_MISSING` and `CLUSTER_MISSING`.
 */
export const openKindCluster = async (options: KindClusterOptions, undo: UndoStack): Promise<KindCluster> => {
  const { kind, runId, name = clusterOfRun(runId), keep, signal } = options;
  await engineAnswers();
  const existing = await clustersOf(kind);
  for (const each of existing) if (each.startsWith(prefix) && (await isLeftOver(each))) await deleteCluster(kind, each);
  await removeShares(existing);
  signal.throwIfAborted();
  if (!existing.includes(name)) await create(options, name, undo);
  else if (options.name === undefined)
    await deleteCluster(kind, name).then(async () => await create(options, name, undo));
  if (keep || options.name !== undefined) await disownCluster(name);
  return await describe(options, name);
};

const clustersOf = async (kind: string): Promise<string[]> => {
  const said = await kindCommand({
    kind,
    args: ['get', 'clusters'],
    what: 'kind lists no clusters',
    timeoutMs: 60_000,
  });
  return said.split('\n').filter((line) => /^[a-z0-9.-]+$/.test(line));
};

const create = async (options: KindClusterOptions, name: string, undo: UndoStack): Promise<void> => {
  const { kind, settings, nodes, signal, keep } = options;
  const share = shareOf(name);
  await ownCluster(name, kind);
  const remove = async (): Promise<void> => await deleteCluster(kind, name);
  const file = join(share, 'kind.yaml');
  await writeFile(file, kindConfig(settings, { nodes, share }));
  const args = ['create', 'cluster', '--name', name, '--config', file, '--wait', '300s'];
  try {
    await kindCommand({
      kind,
      args: [...args, '--kubeconfig', join(share, 'kubeconfig')],
      what: 'the cluster cannot be made',
      timeoutMs: createTimeoutMs,
      signal,
    });
  } catch (error) {
    await remove();
    throw error;
  }
  if (!keep && options.name === undefined) undo.defer('remove the cluster', remove, deleteTimeoutMs);
};

/** Gives what a cluster is reached by; throws `CLUSTER_MISSING` for one that does not answer or was made by others. */
const describe = async ({ kind, clock, signal }: KindClusterOptions, name: string): Promise<KindCluster> => {
  const asked = { kind, what: 'the cluster is broken', timeoutMs: 60_000 };
  const text = await kindCommand({ ...asked, args: ['get', 'kubeconfig', '--name', name] });
  const nodes = (await kindCommand({ ...asked, args: ['get', 'nodes', '--name', name] })).split('\n');
  const config = new KubeConfig();
  config.loadFromString(text);
  const api = kubeApi(config);
  try {
    await poll(async () => (await api.ask('GET', '/readyz').catch(() => undefined))?.status, {
      what: 'the Kubernetes API is ready',
      ...{ until: (status) => status === 200, everyMs: 250, timeoutMs: answersWithinMs, clock, signal },
    });
  } catch (cause) {
    signal.throwIfAborted();
    throw broken(name, 'its API does not answer', cause);
  }
  const sorted = nodes.toSorted((a, b) => Number(b.endsWith('control-plane')) - Number(a.endsWith('control-plane')));
  return { name, config, nodes: sorted, ...(await inspect(name, sorted[0] ?? '')) };
};

type Inspected = {
  readonly NetworkSettings: {
    readonly Ports: Readonly<Record<string, readonly { readonly HostPort: string }[] | null>>;
    readonly Networks: Readonly<Record<string, { readonly Gateway: string }>>;
  };
  readonly Mounts: readonly { readonly Destination: string; readonly Source: string }[];
};

const inspect = async (name: string, node: string): Promise<Pick<KindCluster, 'ports' | 'share' | 'gateway'>> => {
  const [found] = JSON.parse(await docker(['inspect', node])) as readonly Inspected[];
  const share = found?.Mounts.find(({ Destination }) => Destination === sharedOnNode)?.Source;
  const published = found?.NetworkSettings.Ports ?? {};
  const ports = new Map(
    nodePorts.flatMap((port) => {
      const host = published[`${port}/tcp`]?.[0]?.HostPort;
      return host === undefined ? [] : [[port, Number(host)] as const];
    }),
  );
  const gateway = Object.values(found?.NetworkSettings.Networks ?? {})[0]?.Gateway;
  if (share !== undefined && gateway !== undefined && ports.size > 0) return { share, ports, gateway };
  throw broken(name, 'it has no shared folder and no published ports: it was not made by firedrill');
};

const broken = (name: string, got: string, cause?: unknown): HarnessError =>
  new HarnessError('CLUSTER_MISSING', {
    what: 'the cluster cannot be used',
    where: name,
    got,
    next: `\`kind delete cluster --name ${name}\` removes it; without it, it is made anew`,
    ...(cause === undefined ? {} : { cause }),
  });
