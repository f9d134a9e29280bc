import { z } from 'zod';
import { refusal } from '../kubernetes/ask.ts';
import type { Ask } from '../kubernetes/ask.ts';
import type { ElectionSettings } from '../settings.ts';

/** A Lease as it was read. */
export interface Lease {
  /** Changes with every write. */
  version: string;
  /** Who leads; empty when the lead was given up. */
  holder: string;
  seconds: number;
  /** When the holder got it, as the API writes it. */
  acquired: string | undefined;
  transitions: number;
}

/** What is written; times are of the wall clock, for those who read it, and decide nothing. */
export type Claim = Omit<Lease, 'version'> & { renewed: string };

/** The Lease of an election. Everything throws where the API server refuses or does not answer. */
export interface LeaseApi {
  /** Undefined when there is none yet. */
  get(): Promise<Lease | undefined>;
  /** Writes over the version that was read, or makes the Lease; false when another was faster. */
  put(claim: Claim, over: Lease | undefined): Promise<boolean>;
}

const leaseSchema = z.object({
  metadata: z.object({ resourceVersion: z.string() }),
  spec: z.object({
    holderIdentity: z.string().default(''),
    leaseDurationSeconds: z.number().default(0),
    acquireTime: z.string().optional(),
    leaseTransitions: z.number().default(0),
  }),
});

/** Reads and writes a Lease of coordination.k8s.io; the version it was read at guards each write. */
export function leaseApi(ask: Ask, { namespace, name }: Pick<ElectionSettings, 'namespace' | 'name'>): LeaseApi {
  const all = `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`;
  const one = `${all}/${name}`;
  return {
    async get() {
      const answer = await ask('GET', one);
      if (answer.status === 404) return undefined;
      if (answer.status !== 200) throw refusal(one, answer);
      const { metadata, spec } = leaseSchema.parse(answer.body);
      return {
        version: metadata.resourceVersion,
        holder: spec.holderIdentity,
        seconds: spec.leaseDurationSeconds,
        acquired: spec.acquireTime,
        transitions: spec.leaseTransitions,
      };
    },
    async put(claim, over) {
      const metadata = over === undefined ? { name } : { name, resourceVersion: over.version };
      const body = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec: toSpec(claim) };
      const answer = over === undefined ? await ask('POST', all, body) : await ask('PUT', one, body);
      if (answer.status === 409) return false;
      if (answer.status !== 200 && answer.status !== 201) throw refusal(one, answer);
      return true;
    },
  };
}

const toSpec = ({ holder, seconds, acquired, renewed, transitions }: Claim) => ({
  holderIdentity: holder,
  leaseDurationSeconds: seconds,
  acquireTime: acquired,
  renewTime: renewed,
  leaseTransitions: transitions,
});
