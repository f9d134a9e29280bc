import type { KubeObject } from '../../contract/index.ts';
import { isOfEndedRun } from '../owner-labels.ts';

/** The label of every namespace of a drill. */
export const manager = { 'app.kubernetes.io/managed-by': 'firedrill' } as const;

type Metadata = {
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
};

/** Whether an earlier run has left a namespace: it is being removed, or its run was one of this machine and has ended. */
export const isLeftOver = ({ metadata }: Pick<KubeObject, 'metadata'>): boolean => {
  const { labels = {}, annotations = {}, deletionTimestamp } = metadata as Metadata;
  if (Object.entries(manager).some(([key, value]) => labels[key] !== value)) return false;
  return deletionTimestamp !== undefined || isOfEndedRun(annotations);
};
