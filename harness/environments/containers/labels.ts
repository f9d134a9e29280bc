import { hostname } from 'node:os';

/** The label that says which run a container or a network belongs to. */
export const runLabel = 'firedrill.run';
export const hostLabel = 'firedrill.host';
export const processLabel = 'firedrill.process';

/** The labels of all that a run makes: the run, and the process that ends it, by which a later run tells whether it lives. */
export const labelsOf = (runId: string): Record<string, string> => ({
  [runLabel]: runId,
  [hostLabel]: hostname(),
  [processLabel]: String(process.pid),
});
