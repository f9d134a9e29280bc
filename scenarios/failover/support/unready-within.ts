import { HarnessError, type Cluster } from '../../../harness/index.ts';

type Probe = {
  readonly periodSeconds?: number;
  readonly failureThreshold?: number;
  readonly timeoutSeconds?: number;
};

type Deployment = {
  readonly spec: {
    readonly template: {
      readonly spec: { readonly containers: readonly { readonly name: string; readonly readinessProbe?: Probe }[] };
    };
  };
};

type Subject = { readonly deployment: string; readonly container: string };

/**
 * The latest that a pod of a Deployment, as the cluster has it, is found unready once it answers nothing, in ms: each
 * failure that its readiness probe is allowed comes a period after the one before, the last of them after its deadline. Infinity
 * where it has no such probe; throws `DRILL_INVALID` where there is no such container.
 */
export const unreadyWithin = async (cluster: Cluster, { deployment, container }: Subject): Promise<number> => {
  const found = await cluster.read({ apiVersion: 'apps/v1', kind: 'Deployment', name: deployment });
  const containers = (found as Deployment | undefined)?.spec.template.spec.containers ?? [];
  const own = containers.find(({ name }) => name === container);
  if (own === undefined)
    throw new HarnessError('DRILL_INVALID', { what: `no Deployment ${deployment} with a container ${container}` });
  if (own.readinessProbe === undefined) return Infinity;
  // The defaults are those of Kubernetes.
  const { periodSeconds = 10, failureThreshold = 3, timeoutSeconds = 1 } = own.readinessProbe;
  return (failureThreshold * periodSeconds + timeoutSeconds) * 1_000;
};
