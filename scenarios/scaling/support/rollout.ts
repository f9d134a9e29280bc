import type { Cluster, DeliveryContext } from '../../../harness/index.ts';
import { deployment, selector } from './names.ts';

type Deployment = {
  readonly metadata: { readonly generation?: number };
  readonly spec: { readonly replicas: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
    readonly replicas?: number;
  };
};

export type Pod = {
  readonly metadata: { readonly name: string; readonly deletionTimestamp?: string };
  readonly spec: { readonly nodeName?: string };
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly {
      readonly restartCount: number;
      readonly lastState?: { readonly terminated?: { readonly reason?: string } };
    }[];
  };
};

const ref = { apiVersion: 'apps/v1', kind: 'Deployment', name: deployment };

/** The collector's pods that are not being deleted. */
export const podsOf = async (cluster: Cluster): Promise<readonly Pod[]> =>
  ((await cluster.list({ apiVersion: 'v1', kind: 'Pod', selector })) as unknown as readonly Pod[]).filter(
    ({ metadata }) => metadata.deletionTimestamp === undefined,
  );

/** Whether a pod answers its readiness probe. */
export const isReady = ({ status }: Pick<Pod, 'status'>): boolean =>
  status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True') ?? false;

/** Changes the number of replicas as `kubectl scale` does. */
export const scaleTo = async (cluster: Cluster, replicas: number): Promise<void> => {
  await cluster.patch(ref, { spec: { replicas } });
};

/** Starts a rolling update as `kubectl rollout restart` does: every pod is replaced. */
export const restart = async (cluster: Cluster, at: number): Promise<void> => {
  const annotations = { 'kubectl.kubernetes.io/restartedAt': new Date(at).toISOString() };
  await cluster.patch(ref, { spec: { template: { metadata: { annotations } } } });
};

/** Whether all replicas that are wanted are of the last change, ready, and no others are left. */
export const isRolledOut = async (cluster: Cluster): Promise<boolean> => {
  const { metadata, spec, status } = (await cluster.read(ref)) as unknown as Deployment;
  const { observedGeneration = 0, updatedReplicas = 0, readyReplicas = 0, replicas = 0 } = status ?? {};
  const all = [updatedReplicas, readyReplicas, replicas].every((each) => each === spec.replicas);
  return all && observedGeneration >= (metadata.generation ?? 0);
};

/** Waits for the end of a change and gives how long it took from `from`, in ms; undefined where it does not end in time. */
export const rolledOutAfter = async (
  { until, clock }: DeliveryContext,
  cluster: Cluster,
  { from, withinMs }: { readonly from: number; readonly withinMs: number },
): Promise<number | undefined> => {
  const isDone = await until(async () => await isRolledOut(cluster), withinMs);
  return isDone ? clock.now() - from : undefined;
};
