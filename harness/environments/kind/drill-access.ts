import type { KubernetesAccess, System } from '../../contract/index.ts';
import { poll, type Clock } from '../../core/index.ts';
import type { OpenCluster } from '../cluster/open-cluster.ts';
import { readLease } from '../kubernetes/read-lease.ts';

const rbac = 'rbac.authorization.k8s.io/v1';
const authorizerMs = 10_000;
const reviews = '/apis/authorization.k8s.io/v1/subjectaccessreviews';

/** Gives what a drill may do to the permissions of a system whose manifests bind an account of the Deployment's name. */
export const drillAccess = (
  cluster: OpenCluster,
  { manifests }: System,
  clock: Clock,
): KubernetesAccess | undefined => {
  if (manifests === undefined) return undefined;
  const { namespace, api } = cluster;
  const { deployment: name } = manifests;
  const ref = { apiVersion: rbac, kind: 'RoleBinding', name };
  const allowed = async (is: boolean): Promise<void> => {
    const attributes = { namespace, verb: 'list', resource: 'pods' };
    const review = { user: `system:serviceaccount:${namespace}:${name}`, resourceAttributes: attributes };
    const ask = async (): Promise<boolean> => {
      const answer = await api.must('POST', reviews, { spec: review });
      return (answer as { status: { allowed: boolean } }).status.allowed;
    };
    const what = `the Kubernetes API ${is ? 'lets the subject list pods again' : 'refuses the subject'}`;
    await poll(ask, { what, until: (got) => got === is, everyMs: 10, timeoutMs: authorizerMs, clock });
  };
  return {
    namespace,
    lease: async (lease) => await readLease(api, namespace, lease),
    async revoke() {
      const binding = await cluster.read(ref);
      await cluster.remove(ref);
      await allowed(false);
      return {
        async [Symbol.asyncDispose]() {
          const { roleRef, subjects } = (binding ?? {}) as Record<string, unknown>;
          await cluster.apply([{ ...ref, metadata: { name }, roleRef, subjects }]);
          await allowed(true);
        },
      };
    },
  };
};
