import { hostname } from 'node:os';
import type { KubeObject } from '../../contract/index.ts';
import { isAlive } from '../../core/index.ts';

/** The label of every namespace of a drill. */
export const manager = { 'app.kubernetes.io/managed-by': 'firedrill' } as const;

const hostKey = 'firedrill/host';
const processKey = 'firedrill/process';

/** The annotations by which a later run tells whether the run that made a namespace lives. */
export const ownerNow = (): Record<string, string> => ({
  [hostKey]: hostname(),
  [processKey]: String(process.pid),
});

type Metadata = {
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
};

/** Whether an earlier run has left a namespace: it is being removed, or its run was one of this machine and has ended. */
export const isLeftOver = ({ metadata }: Pick<KubeObject, 'metadata'>): boolean => {
  const { labels = {}, annotations = {}, deletionTimestamp } = metadata as Metadata;
  if (Object.entries(manager).some(([key, value]) => labels[key] !== value)) return false;
  if (deletionTimestamp !== undefined) return true;
  return annotations[hostKey] === hostname() && !isAlive(Number(annotations[processKey]));
};
