import { hostname } from 'node:os';
import type { KubeObject } from '../../contract/index.ts';
import { HarnessError, isAlive } from '../../core/index.ts';

/** The labels of every namespace of a drill. */
export const manager = { 'app.kubernetes.io/managed-by': 'firedrill' } as const;

const hostKey = 'firedrill/host';
const processKey = 'firedrill/process';

/** The annotations by which a later run tells whether the run that made a namespace lives. */
export const ownerNow = (): Record<string, string> => ({
  [hostKey]: hostname(),
  [processKey]: String(process.pid),
});

type Metadata = {
  readonly name: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
};

/**
 * Whether a namespace is there that an earlier run has left on a cluster which is used again. Throws `CLUSTER_REFUSED` for
 * one that others made, or that a run which lives has.
 */
export const isLeftOver = (namespace: KubeObject | undefined): boolean => {
  if (namespace === undefined) return false;
  const { name, labels = {}, annotations = {}, deletionTimestamp } = namespace.metadata as Metadata;
  const isOurs = Object.entries(manager).every(([key, value]) => labels[key] === value);
  const next = 'name another cluster, or remove the namespace';
  if (!isOurs)
    throw new HarnessError('CLUSTER_REFUSED', {
      what: 'the namespace of the drill is somebody else’s',
      where: name,
      next,
    });
  const pid = Number(annotations[processKey] ?? Number.NaN);
  const hasEnded = pid === process.pid || (annotations[hostKey] === hostname() && !isAlive(pid));
  if (deletionTimestamp === undefined && !hasEnded)
    throw new HarnessError('CLUSTER_REFUSED', { what: 'another run drills the same there', where: name, next });
  return true;
};
