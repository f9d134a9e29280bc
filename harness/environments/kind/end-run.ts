import { clusterOfRun, ownerOf } from './cluster-owner.ts';
import { deleteCluster } from './delete-cluster.ts';

/** Removes the cluster of a run whose harness has ended, unless it is kept; what the warden calls. */
export const endRun = async (runId: string): Promise<void> => {
  const cluster = clusterOfRun(runId);
  const owner = await ownerOf(cluster);
  if (owner !== undefined) await deleteCluster(owner.kind, cluster);
};
