import { join } from 'node:path';
import { leaseName } from '../../../fixtures/systems/k8s-resource-monitor/replicas.ts';
import type { DeliveryContext, LeaseState, Replica } from '../../../harness/index.ts';

/** What a drill of the election runs on. */
export type ElectionContext = Pick<
  DeliveryContext,
  'stack' | 'clock' | 'allowanceMs' | 'record' | 'until' | 'inject'
> & {
  /** The database that all replicas write to. */
  readonly storePath: string;
  /** The Lease as it is now; nobody's while there is none. */
  readonly leaseOf: () => Promise<LeaseState>;
};

const nobodys: LeaseState = { holder: '', acquiredAt: 0, renewedAt: 0 };

/** Gives what the scripts of the election use; throws where the stack has no Kubernetes API. */
export const electionContext = (context: DeliveryContext): ElectionContext => {
  const { kubernetes, shared } = context.stack;
  if (kubernetes === undefined) throw new Error('the stack has no Kubernetes API');
  return {
    ...context,
    storePath: join(shared, 'k8s_metrics.db'),
    leaseOf: async () => (await kubernetes.lease(leaseName)) ?? nobodys,
  };
};

/** A metric of a replica without regard to its labels; undefined where it does not answer or has none. */
export const metricOf = async ({ url }: Replica, name: string): Promise<number | undefined> => {
  const signal = AbortSignal.timeout(1_000);
  const text = await fetch(`${url}/metrics`, { signal })
    .then(async (answer) => await answer.text())
    .catch(() => '');
  const value = new RegExp(`^${name}(?:\\{.*\\})? (\\S+)$`, 'm').exec(text)?.[1];
  return value === undefined ? undefined : Number(value);
};

/** Whether a replica says that it leads. */
export const saysItLeads = async (replica: Replica): Promise<boolean> =>
  (await metricOf(replica, 'leader_election_master_status')) === 1;
