import type { KubeObject } from '../../contract/index.ts';
import { poll, type Clock } from '../../core/index.ts';
import type { KubeApi } from '../cluster/kube-api.ts';
import { isLeftOver } from '../cluster/namespace-owner.ts';
import { forget } from '../cluster/open-cluster.ts';
import { removeRelay } from '../cluster/start-relay.ts';

type Options = {
  readonly api: Pick<KubeApi, 'ask' | 'must'>;
  /** Removes what the pods of a namespace have written to the machine. */
  readonly removeFolder: (namespace: string) => Promise<void>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

const goneWithinMs = 120_000;

/**
 * Removes the namespaces, relays and folders that earlier runs have left on a cluster which is used again; resolves once they
 * are gone. What a run that lives has is not touched. Throws `TIMEOUT` for a namespace that stays.
 */
export const removeLeftNamespaces = async ({ api, removeFolder, clock, signal }: Options): Promise<void> => {
  const namesOf = async (): Promise<string[]> => {
    const { items } = (await api.must('GET', '/api/v1/namespaces')) as { items: readonly KubeObject[] };
    return items.filter(isLeftOver).map(({ metadata }) => metadata.name);
  };
  const left = await namesOf();
  for (const name of left) {
    await forget(api, name);
    await removeRelay(api, name);
  }
  await poll(async () => (await namesOf()).filter((name) => left.includes(name)), {
    what: 'what an earlier run has left on the cluster is gone',
    until: (names) => names.length === 0,
    describe: (names) => names.join(', '),
    ...{ everyMs: 250, timeoutMs: goneWithinMs, clock, signal },
  });
  for (const name of left) await removeFolder(name);
};
