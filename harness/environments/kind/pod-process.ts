import type { SubjectState } from '../../contract/index.ts';
import { HarnessError, poll, type Clock } from '../../core/index.ts';
import type { OpenCluster } from '../cluster/open-cluster.ts';
import { docker } from './docker.ts';

/** A process as its node has it; the moment of its start tells it from a later one of the same id. */
export type PodProcess = { readonly node: string; readonly pid: string; readonly startedAt: string };

type Pod = {
  readonly spec?: { readonly nodeName?: string };
  readonly status?: {
    readonly containerStatuses?: readonly {
      readonly name: string;
      readonly containerID?: string;
      readonly state?: { readonly running?: object };
    }[];
  };
};

const foundWithinMs = 30_000;

/** Gives the process that a container of a pod leads with, once it runs. */
export const podProcess = async (
  cluster: OpenCluster,
  { pod, container }: { readonly pod: string; readonly container: string },
  clock: Clock,
): Promise<PodProcess> =>
  await poll(async () => await find(cluster, pod, container), {
    what: `the container of ${pod} runs`,
    until: (process): process is PodProcess => process !== undefined,
    everyMs: 200,
    timeoutMs: foundWithinMs,
    clock,
  }).then((process) => {
    if (process === undefined) throw new HarnessError('INTERNAL', { what: 'no process', where: pod });
    return process;
  });

const find = async (cluster: OpenCluster, pod: string, container: string): Promise<PodProcess | undefined> => {
  const { spec, status } = ((await cluster.read({ apiVersion: 'v1', kind: 'Pod', name: pod })) ?? {}) as Pod;
  const found = status?.containerStatuses?.find(({ name }) => name === container);
  const node = spec?.nodeName;
  if (found?.state?.running === undefined || found.containerID === undefined || node === undefined) return undefined;
  const id = found.containerID.replace(/^\w+:\/\//, '');
  const tasks = await docker(['exec', node, 'ctr', '-n', 'k8s.io', 'tasks', 'ls']);
  const pid = new RegExp(`^${id}\\s+(\\d+)\\s+RUNNING`, 'm').exec(tasks)?.[1];
  const seen = pid === undefined ? undefined : await statOf(node, pid);
  return pid === undefined || seen === undefined ? undefined : { node, pid, startedAt: seen.startedAt };
};

/** What the state and the start of a process are by its node; undefined where there is no such process. */
const statOf = async (node: string, pid: string): Promise<{ state: string; startedAt: string } | undefined> => {
  const text = await docker(['exec', node, 'sh', '-c', `cat /proc/${pid}/stat 2>/dev/null || true`]);
  // The name in brackets may have spaces; the state is the third field, the start the 22nd.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return text === '' ? undefined : { state: fields[0] ?? '', startedAt: fields[19] ?? '' };
};

/** Sends a signal to a process; one that is gone is no error. */
export const signalPodProcess = async (
  { node, pid }: PodProcess,
  signal: 'KILL' | 'STOP' | 'CONT' | 'TERM',
): Promise<void> => {
  await docker(['exec', node, 'sh', '-c', `kill -${signal} ${pid} 2>/dev/null || true`]);
};

/** Gives the state of a process as its node has it. */
export const podProcessState = async ({ node, pid, startedAt }: PodProcess): Promise<SubjectState> => {
  const seen = await statOf(node, pid);
  if (seen === undefined || seen.startedAt !== startedAt || 'ZX'.includes(seen.state)) return 'exited';
  return 'Tt'.includes(seen.state) ? 'stopped' : 'running';
};
