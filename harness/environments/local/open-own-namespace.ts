import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { System } from '../../contract/index.ts';
import type { Clock, UndoStack } from '../../core/index.ts';
import { openNamespace, type OpenNamespace } from '../kubernetes/open-namespace.ts';
import type { ApiServer } from '../kubernetes/start-api-server.ts';

type OwnNamespaceOptions = {
  /** Its id; no other of the run has it. */
  readonly drill: string;
  readonly system: Pick<System, 'kubernetes'>;
  readonly folder: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The run's Kubernetes API server; undefined where it cannot be had. */
  readonly apiServer: () => Promise<ApiServer | undefined>;
};

/** Opens the namespace of a drill whose system speaks to Kubernetes; its end is registered with `undo`. */
export const openOwnNamespace = async (
  { drill, system, folder, clock, signal, apiServer }: OwnNamespaceOptions,
  undo: UndoStack,
): Promise<OpenNamespace | undefined> => {
  const { kubernetes } = system;
  const server = kubernetes === undefined ? undefined : await unless(signal, apiServer());
  if (kubernetes === undefined || server === undefined) return undefined;
  const name = `${drill.replaceAll(/[^a-z0-9]+/g, '-').slice(0, 50)}-${hashOf(drill)}`;
  return undo.use('delete the namespace', await openNamespace({ server, name, pods: kubernetes.pods, folder, clock }));
};

/** Two long names may be the same up to where a namespace's must end. */
const hashOf = (name: string): string => createHash('sha256').update(name).digest('hex').slice(0, 8);

/** Gives what `work` gives, unless the signal comes first; the run's warden ends what the work has started. */
const unless = async <T>(signal: AbortSignal, work: Promise<T>): Promise<T> => {
  signal.throwIfAborted();
  const ended = new AbortController();
  const aborted = once(signal, 'abort', { signal: ended.signal }).then(() => {
    signal.throwIfAborted();
  });
  aborted.catch(() => undefined);
  try {
    await Promise.race([work, aborted]);
    return await work;
  } finally {
    ended.abort();
  }
};
