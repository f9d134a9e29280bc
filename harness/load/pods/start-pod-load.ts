import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { missingShareAtMost, type Cluster, type KubeObject } from '../../contract/index.ts';
import { HarnessError, poll } from '../../core/index.ts';
import { followLoad, type FollowOptions, type K6Load } from '../follow-load.ts';
import type { LoadJob } from '../load-job.ts';
import { inPod, labels, loadPods, type LoadPodsOptions } from './load-pods.ts';
import { podShard } from './pod-shard.ts';
import { scriptFiles } from './script-files.ts';
import { testRun } from './test-run.ts';

export type PodLoadOptions = Omit<FollowOptions, 'startMs'> &
  Pick<LoadPodsOptions, 'name' | 'image' | 'shards'> & {
    readonly cluster: Pick<Cluster, 'apply' | 'list' | 'read' | 'remove' | 'exec'>;
    /** The subject's webhook as pods reach it. */
    readonly url: string;
    /** Where records are written, and the same load for k6-operator; made where it is not there, and never used twice. */
    readonly folder: string;
  };

type Pod = KubeObject & { readonly status?: { readonly phase?: string; readonly message?: string } };

const readyWithinMs = 120_000;
/** How long k6 may take to be ready, and each user that it makes, on cores that the subject has most of. */
const lead = { k6Ms: 6_000, userMs: 8 };

/**
 * Starts a load by k6 in the pods of an Indexed Job, which begin at the same moment. Aborting the signal, or the disposal,
 * ends it early. Throws `LOAD_FAILED` where the pods do not start.
 */
export const startPodLoad = async (options: PodLoadOptions): Promise<K6Load> => {
  const { cluster, plan, clock, signal, shards, name, folder } = options;
  const pods = { ...options, files: await scriptFiles() };
  await mkdir(folder, { recursive: true });
  const records = Array.from({ length: shards }, (_, index) => join(folder, `record-${index + 1}-of-${shards}`));
  for (const record of records) await writeFile(record, '', { flag: 'wx' });
  const remove = async (): Promise<void> => {
    await cluster.remove({ apiVersion: 'batch/v1', kind: 'Job', name });
    await cluster.remove({ apiVersion: 'v1', kind: 'ConfigMap', name });
  };
  try {
    await cluster.apply(loadPods(pods));
    const names = await readyPods(options);
    const startMs = clock.now() + lead.k6Ms + lead.userMs * plan.atOnce;
    const droppedAtMost = Math.floor(missingShareAtMost * plan.arrivals.requests);
    const job: LoadJob = { plan, url: options.url, startMs, droppedAtMost };
    await writeFile(join(folder, 'test-run.json'), asList(testRun({ ...pods, job })));
    await Promise.all(names.map(async (pod) => await tell(cluster, pod, job)));
    let removed: Promise<void> | undefined;
    const shared = { cluster, clock, remove: async () => await (removed ??= remove()) };
    const started = records.map((record, index) => podShard({ ...shared, pod: names[index] ?? '', record }));
    return followLoad(started, { ...options, startMs });
  } catch (error) {
    await remove().catch(() => undefined);
    signal.throwIfAborted();
    throw error;
  }
};

const asList = (items: readonly KubeObject[]): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, undefined, 2);

/** Waits until all pods run, and gives their names in the order of their indices. */
const readyPods = async ({ cluster, name, shards, clock, signal }: PodLoadOptions): Promise<readonly string[]> => {
  const selector = `${labels.load}=${name}`;
  let last: readonly Pod[] = [];
  const running = async (): Promise<readonly Pod[]> => {
    last = await cluster.list({ apiVersion: 'v1', kind: 'Pod', selector });
    return last.filter(({ status }) => status?.phase === 'Running');
  };
  const until = (pods: readonly Pod[]): boolean => pods.length === shards;
  const options = { what: 'the pods of the load run', until, everyMs: 300, timeoutMs: readyWithinMs, clock, signal };
  const pods = await poll(running, options).catch((cause: unknown) => {
    const got = last.map((pod) => `${pod.metadata.name} ${pod.status?.phase ?? ''} ${pod.status?.message ?? ''}`);
    throw new HarnessError('LOAD_FAILED', { what: 'the pods of the load do not run', got: got.join(', '), cause });
  });
  const indexOf = (pod: Pod): number => Number(pod.metadata.labels?.[labels.index]);
  return pods.toSorted((one, other) => indexOf(one) - indexOf(other)).map(({ metadata }) => metadata.name);
};

/** Gives a pod its plan, whole or not at all. */
const tell = async (cluster: PodLoadOptions['cluster'], pod: string, job: LoadJob): Promise<void> => {
  const write = `printf %s "$1" >${inPod.job}.part && mv ${inPod.job}.part ${inPod.job}`;
  const { status, stderr } = await cluster.exec(pod, ['sh', '-c', write, 'sh', JSON.stringify(job)]);
  if (status === 0) return;
  throw new HarnessError('LOAD_FAILED', { what: 'a pod of the load does not take its plan', where: pod, got: stderr });
};
