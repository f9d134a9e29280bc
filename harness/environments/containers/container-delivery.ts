import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Balancer, DeliverySpec, DeliveryStack } from '../../contract/index.ts';
import { HarnessError, undoneOnFailure, type UndoStack } from '../../core/index.ts';
import { startBalancer } from '../balancer/start-balancer.ts';
import { openLinks, type Links } from '../links/open-links.ts';
import { fromContainers } from '../listening-place.ts';
import { startSinks } from '../sink/start-sinks.ts';
import { fillTemplate } from '../template.ts';
import { startContainerAlertmanager } from './container-alertmanager.ts';
import { containerGenerator } from './container-generator.ts';
import { startContainerDependencies, type ContainerDependencyOptions } from './container-dependencies.ts';
import { ContainerPostgres } from './container-postgres.ts';
import { ContainerReplica } from './container-replica.ts';
import { removalMs } from './container-place.ts';
import { startContainerToxiproxy } from './container-toxiproxy.ts';
import { makeOwnFolder } from './own-folder.ts';

export type ContainerDeliveryOptions = ContainerDependencyOptions & {
  readonly spec: DeliverySpec;
  /** The image of the system. */
  readonly image: string;
};

const sharedInside = '/shared';

/** Starts the replicas of a drill of deliveries as containers; what was started is stopped when a later one fails. */
export const startContainerDelivery = async (options: ContainerDeliveryOptions): Promise<DeliveryStack> =>
  await undoneOnFailure(options.run.clock, async (undo) => await assemble(options, undo));

const assemble = async (options: ContainerDeliveryOptions, undo: UndoStack): Promise<DeliveryStack> => {
  const { spec, folder, run } = options;
  const { clock } = run;
  const { records, shared } = await makeFolders(folder);
  const k6 = spec.loaded === true ? await options.publicImage('k6') : undefined;
  const sinks = await startSinks({ sinks: spec.subject.sinks, seed: spec.seed, place: run.machine }, clock, undo);
  const database = spec.database === true ? await startDatabase(options, undo) : undefined;
  const given = {
    ...Object.fromEntries([...sinks].map(([name, sink]) => [`sink.${name}`, sink.url])),
    ...(database === undefined ? {} : { 'database.url': database.connectionUrlInside }),
    shared: sharedInside,
  };
  const { values } = await startContainerDependencies(spec.subject, options, given, undo);
  const linking = {
    ...{ spec, clock, place: run.machine },
    startToxiproxy: async () => await startContainerToxiproxy(options, await options.publicImage('toxiproxy')),
  };
  const { valuesOf, link } = await openLinks(linking, values, undo);
  const replicas = await startReplicas(options, { valuesOf, shared }, undo);
  const [first] = replicas;
  if (first === undefined) throw new HarnessError('DRILL_INVALID', { what: 'no replica', where: spec.drill });
  const balancer = spec.balanced === true ? await balance(options, replicas, undo) : undefined;
  const url = balancer?.url ?? first.url;
  const alertmanagerUrl = await startClient(options, { ...values, subject: fromContainers(url, run.machine) }, undo);
  return {
    url,
    replicas,
    ...(balancer === undefined ? {} : { balancer }),
    ...(database === undefined ? {} : { database }),
    shared,
    sinks,
    ...(alertmanagerUrl === undefined ? {} : { alertmanagerUrl }),
    folder: records,
    link,
    clock,
    generator: containerGenerator({ ...options, records, image: k6 }, undo),
    [Symbol.asyncDispose]: async () => await undo[Symbol.asyncDispose](),
  };
};

const makeFolders = async (folder: string) => {
  const [records, shared] = [join(folder, 'records'), join(folder, 'shared')];
  await mkdir(records, { recursive: true });
  await makeOwnFolder(shared);
  return { records, shared };
};

const startDatabase = async (options: ContainerDeliveryOptions, undo: UndoStack): Promise<ContainerPostgres> => {
  const created = await ContainerPostgres.create(options, await options.publicImage('postgres'));
  const database = undo.use('stop postgres', created, removalMs);
  await database.start();
  options.signal.throwIfAborted();
  return database;
};

type Around = Pick<Links, 'valuesOf'> & { readonly shared: string };

/** Starts the replicas one after the other, as a rollout does: the first one prepares what they share. */
const startReplicas = async (
  { spec, folder, run, prefix, image, signal }: ContainerDeliveryOptions,
  { valuesOf, shared }: Around,
  undo: UndoStack,
): Promise<ContainerReplica[]> => {
  const { name, healthPath, start, image: built } = spec.subject;
  const local = { ...start.local, files: { ...start.local.files, ...spec.files } };
  const contained = {
    ...{ name, healthPath, local, image },
    port: built?.port ?? 8080,
    env: { ...built?.env, ...spec.env },
  };
  const replicas: ContainerReplica[] = [];
  for (let index = 0; index < (spec.replicas ?? 1); index += 1) {
    const workDir = join(folder, `replica-${index}`);
    await makeOwnFolder(workDir);
    const folders = { [sharedInside]: shared };
    const host = `${prefix}-replica-${index}`;
    const own = { contained, run, host, workDir, values: valuesOf(index), folders, signal };
    const replica = undo.use(`stop replica ${index}`, await ContainerReplica.create(index, own), removalMs);
    await replica.start();
    signal.throwIfAborted();
    replicas.push(replica);
  }
  return replicas;
};

const balance = async (
  { spec, folder, env, warden, run: { clock, machine }, signal }: ContainerDeliveryOptions,
  replicas: readonly ContainerReplica[],
  undo: UndoStack,
): Promise<Balancer & AsyncDisposable> => {
  const { healthPath } = spec.subject;
  const options = { replicas: replicas.map(({ url }) => url), healthPath, listen: machine.listen };
  return undo.use('stop the balancer', await startBalancer(options, { env, cwd: folder, warden, clock, signal }));
};

/** Starts Alertmanager where the drill sends its alerts there; gives its address. */
const startClient = async (
  options: ContainerDeliveryOptions,
  values: Readonly<Record<string, string>>,
  undo: UndoStack,
): Promise<string | undefined> => {
  const { drill, alertmanager } = options.spec;
  if (alertmanager === undefined) return undefined;
  const config = fillTemplate(alertmanager, values, `${drill} › alertmanager`);
  return (await startContainerAlertmanager(options, config, undo)).url;
};
