import type { Cluster, ClusterNode, DeliveryStack, KubeRef, Program, Replica } from '../../contract/index.ts';
import { HarnessError } from '../../core/index.ts';

/** Gives a replica by its index; throws `DRILL_INVALID` where the stack has fewer. */
export const replicaOf = ({ replicas }: DeliveryStack, index: number): Replica => {
  const replica = replicas[index];
  if (replica !== undefined) return replica;
  throw new HarnessError('DRILL_INVALID', { what: `no replica ${index}`, expected: `fewer than ${replicas.length}` });
};

/** Gives the database; throws `DRILL_INVALID` where the stack has none. */
export const databaseOf = ({ database }: DeliveryStack): Program => {
  if (database === undefined) throw new HarnessError('DRILL_INVALID', { what: 'the stack has no database' });
  return database;
};

/** Gives a replica with its process id; throws `FAULT_INEFFECTIVE` where it does not run. */
export const runningPid = (
  stack: DeliveryStack,
  index: number,
): { readonly replica: Replica; readonly pid: number } => {
  const replica = replicaOf(stack, index);
  const pid = replica.pid();
  if (pid === undefined) throw new HarnessError('FAULT_INEFFECTIVE', { what: `replica ${index} does not run` });
  return { replica, pid };
};

/** Gives the cluster; throws `DRILL_INVALID` where the stack runs on none. */
export const clusterOf = ({ cluster }: DeliveryStack): Cluster => {
  if (cluster === undefined) throw new HarnessError('DRILL_INVALID', { what: 'the stack has no cluster' });
  return cluster;
};

/** Gives a node of the cluster by its name; throws `DRILL_INVALID` where it has no such node. */
export const nodeOf = (stack: DeliveryStack, name: string): ClusterNode => {
  const { nodes } = clusterOf(stack);
  const node = nodes.find((each) => each.name === name);
  if (node !== undefined) return node;
  const expected = `one of ${nodes.map((each) => each.name).join(', ')}`;
  throw new HarnessError('DRILL_INVALID', { what: `no node ${name}`, expected });
};

/** Gives the node that a pod runs on; throws `FAULT_INEFFECTIVE` where it runs on none. */
export const nodeOfPod = async (stack: DeliveryStack, pod: string): Promise<ClusterNode> => {
  const cluster = clusterOf(stack);
  const found = (await cluster.read(podRef(pod))) as { readonly spec?: { readonly nodeName?: string } } | undefined;
  const node = cluster.nodes.find(({ name }) => name === found?.spec?.nodeName);
  if (node === undefined) throw new HarnessError('FAULT_INEFFECTIVE', { what: `the pod ${pod} runs on no node` });
  return node;
};

/** How the API is asked for a pod. */
export const podRef = (name: string): KubeRef => ({ apiVersion: 'v1', kind: 'Pod', name });
