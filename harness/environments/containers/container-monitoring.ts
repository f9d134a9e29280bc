import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { MonitoringSpec, MonitoringStack, PrometheusSpec, Sink } from '../../contract/index.ts';
import { HarnessError, seededRandom, undoneOnFailure, type UndoStack } from '../../core/index.ts';
import { samplesFolder, storageFolder, writeAlertmanager, writePrometheus } from '../local/monitor-files.ts';
import { timerFlags } from '../local/timer-flags.ts';
import { answerAs } from '../sink/answer-as.ts';
import { startSink } from '../sink/start-sink.ts';
import { fillTemplate } from '../template.ts';
import { ContainerMonitor } from './container-monitor.ts';
import type { ContainerPlace } from './container-stack.ts';
import { makeOwnFolder } from './own-folder.ts';

const removalMs = 30_000;

/** Starts the sinks, Alertmanagers and Prometheus of a scripted drill; what was started is stopped when a later one fails. */
export const startContainerMonitoring = async (spec: MonitoringSpec, place: ContainerPlace): Promise<MonitoringStack> =>
  await undoneOnFailure(place.run.clock, async (undo) => {
    const sinks = new Map<string, Sink>();
    for (const [index, [name, dialect]] of Object.entries(spec.sinks).entries()) {
      const options = { answer: answerAs[dialect], place: place.sinks };
      const sink = await startSink(name, place.run.clock, seededRandom(spec.seed + index), options);
      sinks.set(name, undo.use(`stop the sink ${name}`, sink));
    }
    const members = await startMembers(spec, place, sinks, undo);
    const prometheuses =
      spec.prometheus === undefined
        ? []
        : await startPrometheuses(spec.prometheus, { place, members: spec.members, sinks }, undo);
    return { sinks, members, prometheuses, [Symbol.asyncDispose]: async () => await undo[Symbol.asyncDispose]() };
  });

const memberHost = ({ prefix }: ContainerPlace, index: number): string => `${prefix}-member-${index}`;

/** Starts the Alertmanagers one after the other, each as a peer of all that run. */
const startMembers = async (
  spec: MonitoringSpec,
  place: ContainerPlace,
  sinks: ReadonlyMap<string, Sink>,
  undo: UndoStack,
): Promise<ContainerMonitor[]> => {
  const { cluster, keepsStorage = true } = spec;
  const values = Object.fromEntries([...sinks].map(([name, { url }]) => [`sink.${name}`, url]));
  const config = fillTemplate(spec.alertmanager, values, spec.path);
  const members: ContainerMonitor[] = [];
  for (let index = 0; index < spec.members; index += 1) {
    const options = { ...place, name: 'alertmanager', host: memberHost(place, index), port: 9093 };
    const own = { ...options, image: place.monitorImages.alertmanager, folder: join(place.folder, `member-${index}`) };
    await makeOwnFolder(own.folder);
    const peersOf = (): string[] =>
      [...members.keys()]
        .filter((other) => other !== index)
        .map((other) => `--cluster.peer=${memberHost(place, other)}:9094`);
    const member = new ContainerMonitor(own, async () => {
      if (!keepsStorage) await rm(storageFolder(own.folder), { recursive: true, force: true });
      const joined = [`--cluster.peer-name=member-${index}`, ...peersOf()];
      const flags =
        cluster === undefined
          ? ['--cluster.listen-address=']
          : ['--cluster.listen-address=0.0.0.0:9094', ...joined, ...timerFlags(cluster)];
      return (await writeAlertmanager(own.folder, config, { web: ':9093', cluster: flags })).args;
    });
    undo.use(`stop alertmanager ${index}`, member, removalMs);
    await member.restart();
    members.push(member);
    place.signal.throwIfAborted();
  }
  return members;
};

type Around = {
  readonly place: ContainerPlace;
  readonly members: number;
  readonly sinks: ReadonlyMap<string, Sink>;
};

const startPrometheuses = async (
  spec: PrometheusSpec,
  { place, members, sinks }: Around,
  undo: UndoStack,
): Promise<ContainerMonitor[]> => {
  const target = sinks.get(spec.target);
  if (target === undefined)
    throw new HarnessError('DRILL_INVALID', { what: 'no sink has the name of the target', got: spec.target });
  const exporters = [{ job: spec.job, metricsPath: '/metrics', url: target.url }];
  const alertmanagerUrls = Array.from({ length: members }, (_, index) => `http://${memberHost(place, index)}:9093`);
  const started: ContainerMonitor[] = [];
  for (let index = 0; index < spec.replicas; index += 1) {
    const host = `${place.prefix}-prometheus-${index}`;
    const folder = join(place.folder, `prometheus-${index}`);
    await makeOwnFolder(folder);
    const own = { ...place, name: 'prometheus', host, port: 9090, image: place.monitorImages.prometheus, folder };
    const replica = new ContainerMonitor(own, async () => {
      if (!spec.keepsSamples) await rm(samplesFolder(folder), { recursive: true, force: true });
      const prometheus = fillTemplate(spec.config, { replica: String(index) }, 'prometheus.yml');
      const files = { rules: spec.rules, prometheus, prometheusFlags: spec.flags };
      return await writePrometheus(folder, files, { alertmanagerUrls, exporters }, ':9090');
    });
    started.push(undo.use(`stop prometheus ${index}`, replica, removalMs));
    await replica.restart();
    place.signal.throwIfAborted();
  }
  return started;
};
