import type { ScriptContext } from '../../../harness/index.ts';

type Status = { readonly cluster: { readonly status: string; readonly peers?: readonly unknown[] } };

/** Waits until every member knows all others and notifies; members that are in no cluster do so at once. */
export const clusterSettled = async ({ stack, signal, until }: ScriptContext): Promise<void> => {
  const isReady = async ({ url }: { readonly url: string }): Promise<boolean> => {
    const { cluster } = (await (await fetch(`${url}/api/v2/status`, { signal })).json()) as Status;
    if (cluster.status === 'disabled') return true;
    return cluster.status === 'ready' && cluster.peers?.length === stack.members.length;
  };
  const areReady = async (): Promise<boolean> => (await Promise.all(stack.members.map(isReady))).every(Boolean);
  if (!(await until(areReady, 30_000))) throw new Error('the members did not become a cluster in 30 s');
};
