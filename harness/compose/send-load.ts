import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { LoadSummary, RunningLoad } from '../contract/index.ts';
import type { LoadOptions } from '../engine/index.ts';
import { HarnessError } from '../core/index.ts';
import {
  profiles,
  readRecord,
  startK6Load,
  startPodLoad,
  type K6Load,
  type LoadPlan,
  type RecordedTransition,
} from '../load/index.ts';

/** A load by real k6, and the record of what it sent. */
export interface SentLoad extends RunningLoad, AsyncDisposable {
  /** What the ids of its alerts begin with, which those of no other load do. */
  readonly idPrefix: string;
  /** Every transition that was sent, in no order; for a load that has ended. */
  transitions(): AsyncIterable<RecordedTransition>;
}

/** 1 % of the documented 5 s: what the generator itself may be late. */
const lagLimitMs = 50;
const k6Image = 'grafana/k6:1.8.1';

/** Starts to send the alerts of a shape to the stack's subject, or to the Alertmanager before it. */
export const sendLoad = async (options: LoadOptions): Promise<SentLoad> => {
  const { stack, shape, signal } = options;
  const { clock } = stack;
  const plan = planOf(options);
  const load = isFromPods(options) ? await fromPods(options, plan) : await fromHere(options, plan);
  await clock.sleep(load.startMs - clock.now(), signal);
  return {
    shape,
    from: load.startMs,
    ended: load.ended.then(toContract),
    idPrefix: `fd-${plan.run}-`,
    transitions: () => readRecord({ files: load.files, plan }),
    [Symbol.asyncDispose]: async () => await load[Symbol.asyncDispose](),
  };
};

/** On a cluster the load comes from pods, unless Alertmanager, which is reached from here, is the client. */
const isFromPods = ({ stack, shape }: LoadOptions): boolean =>
  stack.cluster !== undefined && shape.target !== 'alertmanager';

const fromHere = async (options: LoadOptions, plan: LoadPlan): Promise<K6Load> => {
  const { stack, shape, ingestPath, signal } = options;
  const { generator } = stack;
  const url = shape.target === 'alertmanager' ? `${stack.alertmanagerUrl ?? ''}/api/v2/alerts` : stack.url + ingestPath;
  return await startK6Load({
    plan,
    url: generator.reached(url),
    shards: shape.shards ?? 1,
    folder: folderOf(options),
    env: {},
    clock: stack.clock,
    signal,
    start: async (args, env) => await generator.start(args, env),
    readyMs: generator.readyMs,
    lagLimitMs,
  });
};

const fromPods = async (options: LoadOptions, plan: LoadPlan): Promise<K6Load> => {
  const { stack, shape, index, ingestPath, signal } = options;
  const { cluster, clock } = stack;
  if (cluster === undefined) throw new HarnessError('INTERNAL', { what: 'a load of pods without a cluster' });
  return await startPodLoad({
    cluster,
    plan,
    url: (await addressInCluster(options)) + ingestPath,
    shards: shape.shards ?? 1,
    folder: folderOf(options),
    name: `load-${index}`,
    image: (await cluster.publicImage?.('k6')) ?? k6Image,
    clock,
    signal,
    lagLimitMs,
  });
};

const folderOf = ({ stack, index }: LoadOptions): string => join(stack.folder, `load-${index}`);

type Service = { readonly spec: { readonly ports: readonly { readonly port: number }[] } };

/** The subject's Service as pods of its namespace reach it. */
const addressInCluster = async ({ stack, subject }: LoadOptions): Promise<string> => {
  const name = subject.manifests?.service ?? subject.name;
  const service = (await stack.cluster?.read({ apiVersion: 'v1', kind: 'Service', name })) as Service | undefined;
  const port = service?.spec.ports[0]?.port;
  if (port !== undefined) return `http://${name}:${port}`;
  throw new HarnessError('LOAD_FAILED', { what: 'the cluster has no Service that the load can be sent to', got: name });
};

const planOf = ({ shape, drill, index, seed }: LoadOptions): LoadPlan =>
  profiles[shape.profile]({
    name: `${drill} ${index}`,
    run: createHash('sha256').update(`${seed} ${drill} ${index}`).digest('hex').slice(0, 8),
    seed,
    alertsPerSecond: shape.alertsPerSecond,
    durationMs: shape.durationMs,
    alertsPerRequest: shape.alertsPerRequest ?? 1,
    target: shape.target ?? 'webhook',
    skewMs: shape.skewMs,
  });

type Told = Awaited<Awaited<ReturnType<typeof startK6Load>>['ended']>;

const toContract = ({ outcome, dropped, ...counted }: Told): LoadSummary => ({
  ...counted,
  outcome: outcome.kind,
  ...('error' in outcome ? { failure: outcome.error.message } : {}),
  ...(dropped === undefined ? {} : { dropped }),
});
