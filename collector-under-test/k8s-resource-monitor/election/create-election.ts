import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { askKubernetes } from '../kubernetes/ask.ts';
import type { Settings } from '../settings.ts';
import { electByLease } from './elect-by-lease.ts';
import type { LeaseElectionDeps } from './elect-by-lease.ts';
import type { Election } from './election.ts';
import { leaseApi } from './lease-api.ts';

export interface ElectionDeps extends Pick<LeaseElectionDeps, 'clock' | 'logger' | 'highestTokenBut'> {
  settings: Pick<Settings, 'election' | 'kubernetes'>;
}

/** Elects by a Lease; a replica for which none is set leads. */
export function createElection(
  { settings: { election, kubernetes }, ...deps }: ElectionDeps,
  openLease = leaseApi,
): Election {
  if (election === undefined) return alone;
  const leaseMs = election.leaseSeconds * 1_000;
  // An answer that comes later than the lease ends is of no use.
  const ask = askKubernetes({ ...kubernetes, timeoutMs: Math.min(kubernetes.timeoutMs, leaseMs) });
  // The name alone is not enough: a pod that starts again must not be taken for its frozen predecessor.
  const identity = `${hostname()}_${randomUUID()}`;
  return electByLease({ ...deps, lease: openLease(ask, election), identity, leaseSeconds: election.leaseSeconds });
}

const aloneTerm = { token: null, holder: hostname() };
const alone: Election = {
  acquire: () => Promise.resolve(aloneTerm),
  current: () => ({ term: aloneTerm, leftMs: Infinity }),
  [Symbol.asyncDispose]: () => Promise.resolve(),
};
