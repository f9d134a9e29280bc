import { hostname } from 'node:os';
import { isAlive } from '../core/index.ts';

type Labels = Readonly<Record<string, string>>;

/** The label that says which run something belongs to. */
export const runLabel = 'firedrill.run';
export const hostLabel = 'firedrill.host';
export const processLabel = 'firedrill.process';

/** The labels by which a later run tells whether the one that made something lives. */
export const ownerLabels = (): Labels => ({ [hostLabel]: hostname(), [processLabel]: String(process.pid) });

/** The labels of all that a run makes in a container engine. */
export const labelsOf = (runId: string): Record<string, string> => ({ [runLabel]: runId, ...ownerLabels() });

/** Whether the run that made something was one of this machine and has ended. */
export const isOfEndedRun = (labels: Labels): boolean =>
  labels[hostLabel] === hostname() && !isAlive(Number(labels[processLabel]));
