import { hostname } from 'node:os';
import type { ElectionDeps } from '../../k8s-resource-monitor/election/create-election.ts';
import type { Election } from '../../k8s-resource-monitor/election/election.ts';
import { askKubernetes, refusal } from '../../k8s-resource-monitor/kubernetes/ask.ts';

/** Elects as the document does: before each collection a replica makes the ConfigMap, and leads if it was not there. */
export function electByConfigMap({ settings: { election, kubernetes } }: ElectionDeps): Election {
  if (election === undefined) throw new Error('ELECTION_LEASE is not set');
  const ask = askKubernetes(kubernetes);
  const all = `/api/v1/namespaces/${election.namespace}/configmaps`;
  const body = { metadata: { name: election.name }, data: { leader: 'current-pod-name' } };
  const term = { token: null, holder: hostname() };
  let isLeader = false;
  return {
    async acquire() {
      const answer = await ask('POST', all, body);
      if (answer.status !== 201 && answer.status !== 409) throw refusal(all, answer);
      isLeader = answer.status === 201;
      return isLeader ? term : undefined;
    },
    current: () => (isLeader ? { term, leftMs: Infinity } : undefined),
    async [Symbol.asyncDispose]() {
      if (isLeader) await ask('DELETE', `${all}/${election.name}`);
    },
  };
}
