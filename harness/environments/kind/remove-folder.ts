import { poll, type Clock } from '../../core/index.ts';
import { docker } from './docker.ts';
import { sharedOnNode } from './kind-config.ts';
import type { KindCluster } from './open-kind-cluster.ts';

/**
 * Removes what the pods of a namespace have written to the machine, as a user of its nodes, who may. A pod that has not
 * ended yet may still write there; what it leaves is removed with the cluster.
 */
export const removeFolder = async ({ nodes }: KindCluster, namespace: string, clock: Clock): Promise<void> => {
  const isRemoved = async (): Promise<boolean> =>
    await docker(['exec', nodes[0] ?? '', 'rm', '-rf', `${sharedOnNode}/${namespace}`]).then(
      () => true,
      () => false,
    );
  const what = 'the folder of the pods is removed';
  await poll(isRemoved, { what, until: (is) => is, everyMs: 500, timeoutMs: 5_000, clock }).catch(() => undefined);
};
