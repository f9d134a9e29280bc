import type { LeaseState } from '../../contract/index.ts';
import { HarnessError } from '../../core/index.ts';
import type { KubeClient } from './kube-client.ts';

type Written = {
  readonly spec: { readonly holderIdentity?: string; readonly acquireTime?: string; readonly renewTime?: string };
};

/** Reads a Lease; undefined where there is none. Throws `INTERNAL` for any other answer. */
export const readLease = async (
  client: KubeClient,
  namespace: string,
  name: string,
): Promise<LeaseState | undefined> => {
  const path = `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases/${name}`;
  const { status, body } = await client.ask('GET', path);
  if (status === 404) return undefined;
  if (status !== 200)
    throw new HarnessError('INTERNAL', { what: 'a Lease cannot be read', where: path, got: `${status}` });
  const { holderIdentity = '', acquireTime = '', renewTime = '' } = (body as Written).spec;
  return { holder: holderIdentity, acquiredAt: Date.parse(acquireTime), renewedAt: Date.parse(renewTime) };
};
