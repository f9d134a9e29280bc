import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeliverySpec, DeliveryStack } from '../../contract/index.ts';
import { HarnessError, undoneOnFailure, type UndoStack } from '../../core/index.ts';
import { startBalancer } from '../balancer/start-balancer.ts';
import { loopbackPlace } from '../listening-place.ts';
import { localGenerator } from '../local/local-generator.ts';
import type { Warden } from '../local/warden.ts';
import { applyAlertmanager } from './apply-alertmanager.ts';
import type { KindRun } from './kind-run.ts';
import { drillAccess } from './drill-access.ts';
import { KindPostgres } from './kind-postgres.ts';
import { monitorReady, type MonitorPod } from './monitor-pod.ts';
import { openDrillCluster, type DrillCluster } from './open-drill-cluster.ts';
import { startSubjects, type StartedSubject } from './start-subjects.ts';

export type KindDeliveryOptions = {
  readonly run: KindRun;
  readonly spec: DeliverySpec;
  /** Where what runs on the machine beside the pods has its files. */
  readonly folder: string;
  readonly programs: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly warden: Warden;
  readonly signal: AbortSignal;
};

/** Starts the replicas of a drill of deliveries as pods of the documented Deployment, in a namespace of its own. */
export const startKindDelivery = async (options: KindDeliveryOptions): Promise<DeliveryStack> =>
  await undoneOnFailure(options.run.clock, async (undo) => await assemble(options, undo));

const assemble = async (options: KindDeliveryOptions, undo: UndoStack): Promise<DeliveryStack> => {
  const { run, spec, folder, signal } = options;
  const { clock } = run;
  const records = join(folder, 'records');
  await mkdir(records, { recursive: true });
  const { drill: id, subject, seed } = spec;
  const drill = await openDrillCluster({ run, drill: id, system: subject, sinks: subject.sinks, seed, signal }, undo);
  const { cluster } = drill;
  const shared = await drill.makeFolder('shared');
  const database = spec.database === true ? await KindPostgres.start(run, drill, signal) : undefined;
  const values = {
    ...drill.values,
    ...(database === undefined ? {} : { 'database.url': database.inCluster }),
  };
  const client = await applyClient(options, drill);
  const started = await startReplicas(options, drill, values);
  const balancer = await balance(options, started, undo);
  const access = spec.subject.kubernetes === undefined ? undefined : drillAccess(cluster, spec.subject, clock);
  const service = spec.subject.manifests?.service ?? '';
  const url = balancer?.url ?? `http://${await cluster.reach({ kind: 'Service', name: service, port: portOf(spec) })}`;
  const alertmanagerUrl = client && (await monitorReady(drill, client, { clock, signal }));
  return {
    url,
    replicas: started.map(({ subject }) => subject),
    ...(balancer === undefined ? {} : { balancer }),
    ...(database === undefined ? {} : { database }),
    ...(alertmanagerUrl === undefined ? {} : { alertmanagerUrl }),
    cluster,
    ...(access === undefined ? {} : { kubernetes: access }),
    shared,
    sinks: drill.sinks,
    folder: records,
    link(to) {
      throw new HarnessError('INTERNAL', { what: 'the drill has no such link', got: to });
    },
    clock,
    generator: localGenerator({ ...options, clock, cwd: records }, undo),
    [Symbol.asyncDispose]: async () => await undo[Symbol.asyncDispose](),
  };
};

/** Applies Alertmanager where the drill sends its alerts there. */
const applyClient = async (
  { run, spec }: KindDeliveryOptions,
  drill: DrillCluster,
): Promise<MonitorPod | undefined> => {
  const { drill: id, alertmanager: text, subject: system } = spec;
  if (text === undefined) return undefined;
  return (await applyAlertmanager(run, drill, { text, path: `${id} › alertmanager`, system })).alertmanager;
};

const portOf = ({ subject }: DeliverySpec): number => subject.image?.port ?? 0;

const startReplicas = async (
  { run, spec, signal }: KindDeliveryOptions,
  drill: DrillCluster,
  values: Readonly<Record<string, string>>,
): Promise<StartedSubject[]> =>
  await startSubjects({
    root: run.root,
    drill,
    system: spec.subject,
    replicas: spec.replicas ?? 1,
    values,
    env: spec.env ?? {},
    files: spec.files ?? {},
    documentedFirst: true,
    cpuShare: spec.cpuShare,
    clock: run.clock,
    signal,
  });

/** Starts the balancer where the drill has one. */
const balance = async (
  { run: { clock }, spec, env, folder, warden, signal }: KindDeliveryOptions,
  started: readonly StartedSubject[],
  undo: UndoStack,
): Promise<Awaited<ReturnType<typeof startBalancer>> | undefined> => {
  if (spec.balanced !== true) return undefined;
  const { healthPath } = spec.subject;
  const before = { replicas: started.map(({ subject }) => subject.url), healthPath, listen: loopbackPlace.listen };
  return undo.use('stop the balancer', await startBalancer(before, { env, cwd: folder, warden, clock, signal }));
};
