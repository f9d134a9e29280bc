import type { Clock } from '../../core/index.ts';
import type { KubeApi } from '../cluster/kube-api.ts';
import type { NodeImages } from './node-images.ts';
import type { KindCluster } from './open-kind-cluster.ts';
import type { PortPool } from './port-pool.ts';

/** What all stacks of a run on kind share. */
export type KindRun = {
  /** The project's folder. */
  readonly root: string;
  readonly cluster: KindCluster;
  readonly api: KubeApi;
  readonly pool: PortPool;
  readonly images: NodeImages;
  readonly clock: Clock;
};
