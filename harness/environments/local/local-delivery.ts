import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Balancer, DeliverySpec, DeliveryStack } from '../../contract/index.ts';
import { HarnessError, undoneOnFailure, type Clock, type UndoStack } from '../../core/index.ts';
import type { ApiServer } from '../kubernetes/start-api-server.ts';
import { startBalancer } from '../balancer/start-balancer.ts';
import { loopbackPlace } from '../listening-place.ts';
import { openLinks, type LinksOptions } from '../links/open-links.ts';
import { startToxiproxy } from '../links/toxiproxy.ts';
import { startSinks } from '../sink/start-sinks.ts';
import type { PostgresTools } from '../postgres/find-postgres.ts';
import { LocalPostgres } from '../postgres/local-postgres.ts';
import { fillTemplate } from '../template.ts';
import { startLocalDependencies } from './local-dependencies.ts';
import { localGenerator } from './local-generator.ts';
import { LocalReplica } from './local-replica.ts';
import type { Programs } from './local-stack.ts';
import { startAlertmanager } from './monitoring.ts';
import { openOwnNamespace } from './open-own-namespace.ts';
import type { Warden } from './warden.ts';

export type LocalDeliveryOptions = {
  readonly spec: DeliverySpec;
  readonly folder: string;
  readonly root: string;
  readonly programs: Programs;
  readonly postgres: PostgresTools | { readonly reason: string };
  readonly env: Readonly<Record<string, string>>;
  readonly warden: Warden;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The run's Kubernetes API server, started when the first stack asks for it. */
  readonly apiServer: () => Promise<ApiServer | undefined>;
};

/** Starts all that a drill of deliveries runs on; what was started is stopped when a later one fails. */
export const startLocalDelivery = async (options: LocalDeliveryOptions): Promise<DeliveryStack> =>
  await undoneOnFailure(options.clock, async (undo) => await assemble(options, undo));

const assemble = async (options: LocalDeliveryOptions, undo: UndoStack): Promise<DeliveryStack> => {
  const { spec, folder, clock } = options;
  const [records, shared] = [join(folder, 'records'), join(folder, 'shared')];
  for (const own of [records, shared]) await mkdir(own, { recursive: true });
  const sinks = await startSinks({ sinks: spec.subject.sinks, seed: spec.seed }, clock, undo);
  const sinkUrls = Object.fromEntries([...sinks].map(([name, sink]) => [`sink.${name}`, sink.url]));
  const database = spec.database === true ? await startDatabase(options, undo) : undefined;
  const namespace = await openOwnNamespace({ ...options, drill: spec.drill, system: spec.subject }, undo);
  const databaseUrl = database === undefined ? {} : { 'database.url': database.connectionUrl };
  const given = { ...sinkUrls, ...databaseUrl, ...namespace?.values, shared };
  const { values } = await startLocalDependencies({ ...options, system: spec.subject }, given, undo);
  const { valuesOf, link } = await openLinks(linking(options), values, undo);
  const replicas = await startReplicas(options, valuesOf, undo);
  const [first] = replicas;
  if (first === undefined) throw new HarnessError('DRILL_INVALID', { what: 'no replica', where: spec.drill });
  const balancer = spec.balanced === true ? await balance(options, replicas, undo) : undefined;
  const url = balancer?.url ?? first.url;
  const alertmanagerUrl = await startClient(options, { ...values, subject: url }, undo);
  return {
    url,
    replicas,
    ...(balancer === undefined ? {} : { balancer }),
    ...(database === undefined ? {} : { database }),
    ...(namespace === undefined ? {} : { kubernetes: namespace.access }),
    shared,
    sinks,
    ...(alertmanagerUrl === undefined ? {} : { alertmanagerUrl }),
    folder: records,
    link,
    clock,
    generator: localGenerator({ ...options, cwd: records }, undo),
    [Symbol.asyncDispose]: async () => await undo[Symbol.asyncDispose](),
  };
};

const tool = 'toxiproxy-server';

/** Links are processes on loopback, as all else. Throws `TOOL_MISSING` where there is no toxiproxy. */
const linking = (options: LocalDeliveryOptions): LinksOptions => ({
  ...{ spec: options.spec, clock: options.clock, place: loopbackPlace },
  async startToxiproxy() {
    const command = options.programs[tool];
    if (command === undefined)
      throw new HarnessError('TOOL_MISSING', { what: tool, next: '`firedrill doctor` says why' });
    return await startToxiproxy({ ...options, command, folder: join(options.folder, 'toxiproxy') });
  },
});

/** Starts Alertmanager where the drill sends its alerts there; gives its address. */
const startClient = async (
  options: LocalDeliveryOptions,
  values: Readonly<Record<string, string>>,
  undo: UndoStack,
): Promise<string | undefined> => {
  const { spec, programs, folder } = options;
  if (spec.alertmanager === undefined) return undefined;
  const config = fillTemplate(spec.alertmanager, values, `${spec.drill} › alertmanager`);
  const own = { ...options, folder: join(folder, 'client'), program: programs.alertmanager };
  await mkdir(own.folder, { recursive: true });
  const { child, url } = await startAlertmanager(own, config);
  undo.use('stop alertmanager', child);
  return url;
};

const startDatabase = async (options: LocalDeliveryOptions, undo: UndoStack): Promise<LocalPostgres> => {
  const { postgres, folder } = options;
  if ('reason' in postgres) throw new HarnessError('TOOL_MISSING', { what: 'postgres', got: postgres.reason });
  const own = { ...options, tools: postgres, folder: join(folder, 'postgres') };
  const database = undo.use('stop postgres', new LocalPostgres(own));
  await database.start();
  options.signal.throwIfAborted();
  return database;
};

const balance = async (
  { spec, folder, env, warden, clock, signal }: LocalDeliveryOptions,
  replicas: readonly LocalReplica[],
  undo: UndoStack,
): Promise<Balancer> => {
  const { healthPath } = spec.subject;
  const options = { replicas: replicas.map(({ url }) => url), healthPath, listen: loopbackPlace.listen };
  return undo.use('stop the balancer', await startBalancer(options, { env, cwd: folder, warden, clock, signal }));
};

/** Starts the replicas one after the other, as a rollout does: the first one prepares what they share. */
const startReplicas = async (
  { spec, folder, root, env, warden, clock, signal }: LocalDeliveryOptions,
  valuesOf: (replica: number) => Readonly<Record<string, string>>,
  undo: UndoStack,
): Promise<LocalReplica[]> => {
  const { start } = spec.subject;
  const local = { ...start.local, files: { ...start.local.files, ...spec.files } };
  const system = { ...spec.subject, start: { ...start, local } };
  const replicas: LocalReplica[] = [];
  for (let index = 0; index < (spec.replicas ?? 1); index += 1) {
    const workDir = join(folder, `replica-${index}`);
    await mkdir(workDir, { recursive: true });
    const own = {
      system,
      workDir,
      root,
      values: valuesOf(index),
      env: spec.env ?? {},
      dataDiskMb: spec.dataDiskMb,
      inherited: env,
      warden,
      clock,
      signal,
    };
    const replica = undo.use(`stop replica ${index}`, new LocalReplica(index, own));
    await replica.start();
    signal.throwIfAborted();
    replicas.push(replica);
  }
  return replicas;
};
