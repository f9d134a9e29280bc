import { writeFile } from 'node:fs/promises';
import type { Cluster, SideProcess } from '../../contract/index.ts';
import { messageOf, poll, type Clock } from '../../core/index.ts';
import type { Shard } from '../k6-shard.ts';
import { loadOutcome } from '../load-outcome.ts';
import { inPod } from './load-pods.ts';

export type PodShardOptions = {
  readonly cluster: Pick<Cluster, 'exec' | 'read'>;
  readonly pod: string;
  /** Where its record is written once it has ended; a file that is there and empty. */
  readonly record: string;
  readonly clock: Clock;
  /** Resolves once the pod is gone. */
  readonly remove: () => Promise<void>;
};

const everyMs = 2_000;
/** Longer than any load: who follows it says when it has to be done. */
const timeoutMs = 86_400_000;

/** One pod of a load as one of its processes: what it tells is read from it, and its record taken, once it has ended. */
export const podShard = (options: PodShardOptions): Shard => {
  const { cluster, pod, record } = options;
  const over = new AbortController();
  let told: Told | undefined;
  const finish = async (): Promise<string> => {
    const how = await ending(options, over.signal);
    if (how.startsWith('exit')) told = await take(options);
    return how;
  };
  const exited = finish().catch((error: unknown) => `pod ${pod}: ${messageOf(error)}`);
  const process: SideProcess = {
    exited,
    output: { last: (lines) => (told?.lastLines ?? '').split('\n').slice(-lines).join('\n') },
    signal(name) {
      const kill = `kill -${name.replace('SIG', '')} $(cat ${inPod.pid})`;
      cluster.exec(pod, ['sh', '-c', kill]).catch(() => undefined);
      return true;
    },
    async [Symbol.asyncDispose]() {
      over.abort();
      await options.remove();
      await exited;
    },
  };
  return {
    process,
    record,
    outcome: async () => loadOutcome(await exited, process.output.last(8)),
    dropped: async () => {
      await exited;
      return told?.counts === undefined ? undefined : (JSON.parse(told.counts) as { dropped: number }).dropped;
    },
  };
};

type Told = { readonly counts: string | undefined; readonly lastLines: string };

/** Takes the record of a pod whose k6 has ended, and lets it go. */
const take = async ({ cluster, pod, record }: PodShardOptions): Promise<Told> => {
  const textOf = async (path: string): Promise<string | undefined> => {
    const { status, stdout } = await cluster.exec(pod, ['cat', path]);
    return status === 0 ? stdout : undefined;
  };
  await writeFile(record, (await textOf(inPod.record)) ?? '');
  const counts = await textOf(inPod.counts);
  const lastLines = [await textOf(inPod.log), await textOf(inPod.output)].join('\n').trim();
  await cluster.exec(pod, ['touch', inPod.taken]);
  return { counts, lastLines };
};

/** Waits until k6 has ended in the pod and says how, in the words of a process; says it of the pod where that ended first. */
const ending = async ({ cluster, pod, clock }: PodShardOptions, signal: AbortSignal): Promise<string> =>
  await poll(async () => await howItEnded(cluster, pod), {
    what: 'k6 in the pod has ended',
    until: (how) => how !== undefined,
    ...{ everyMs, timeoutMs, clock, signal },
  }).then((how) => how ?? '');

const howItEnded = async (cluster: PodShardOptions['cluster'], pod: string): Promise<string | undefined> => {
  try {
    const { status, stdout } = await cluster.exec(pod, ['cat', inPod.status]);
    return status === 0 && stdout.trim() !== '' ? `exit status ${stdout.trim()}` : undefined;
  } catch (error) {
    const found = (await cluster.read({ apiVersion: 'v1', kind: 'Pod', name: pod })) as
      { readonly status?: { readonly phase?: string } } | undefined;
    if (found?.status?.phase === 'Running') return undefined;
    return `pod ${pod} is ${found?.status?.phase ?? 'gone'}: ${messageOf(error)}`;
  }
};
