import { join } from 'node:path';
import type { Stack, StackSpec, System } from '../../contract/index.ts';
import { undoneOnFailure, type UndoStack } from '../../core/index.ts';
import { writePrometheus, type PrometheusWiring } from '../local/monitor-files.ts';
import { TargetsFile } from '../local/targets-file.ts';
import { startSinks } from '../sink/start-sinks.ts';
import { fillTemplate } from '../template.ts';
import type { Container } from './container.ts';
import { startContainerAlertmanager } from './container-alertmanager.ts';
import { startContainerDependencies, type ContainerDependencyOptions } from './container-dependencies.ts';
import { removalMs } from './container-place.ts';
import { createSubject, type ContainerSubject } from './container-subject.ts';
import { makeOwnFolder } from './own-folder.ts';
import { createMonitor, monitorOf, startMonitor } from './start-monitor.ts';

export type ContainerStackOptions = ContainerDependencyOptions & {
  readonly spec: StackSpec;
  /** The image of the system. */
  readonly image: string;
};

/** Starts sinks, subject, Alertmanager and Prometheus of one drill; what was started is stopped when a later one fails. */
export const startContainerStack = async (options: ContainerStackOptions): Promise<Stack> =>
  await undoneOnFailure(options.run.clock, async (undo) => await assemble(options, undo));

const assemble = async (options: ContainerStackOptions, undo: UndoStack): Promise<Stack> => {
  const { spec, folder, run, signal } = options;
  const { clock } = run;
  const sinks = await startSinks({ sinks: spec.system.sinks, seed: spec.seed, place: run.machine }, clock, undo);
  const sinkUrls = Object.fromEntries([...sinks].map(([name, sink]) => [`sink.${name}`, sink.url]));
  const { dependencies, values } = await startContainerDependencies(spec.system, options, sinkUrls, undo);
  const subject = await openSubject(options, values, undo);
  const config = fillTemplate(
    spec.alertmanager,
    { ...values, subject: `http://${subject.inside}` },
    spec.system.alertmanager,
  );
  // Neither waits for the other, and most of a start is the engine's time.
  const starting = [subject.start(), startContainerAlertmanager(options, config, undo)] as const;
  await Promise.allSettled(starting);
  const [, alertmanager] = await Promise.all(starting);
  signal.throwIfAborted();
  const exporters = await startExporters(options, subject, undo);
  const targets = new TargetsFile(join(folder, 'prometheus', 'targets.json'), () => subject.inside);
  const prometheus = await startPrometheus(options, { targets, exporters, alertmanager: alertmanager.inside }, undo);
  return {
    subject,
    sinks,
    dependencies,
    clock,
    prometheusUrl: prometheus.url,
    alertmanagerUrl: alertmanager.url,
    monitors: [alertmanager, prometheus],
    eventLog: alertmanager.eventLog,
    withdrawTarget: async (ends) => await targets.withdraw({ prometheusUrl: prometheus.url, clock, signal: ends }),
    [Symbol.asyncDispose]: async () => await undo[Symbol.asyncDispose](),
  };
};

/** Creates the subject, which is not started yet. */
const openSubject = async (
  { spec, folder, run, prefix, image, signal }: ContainerStackOptions,
  values: Readonly<Record<string, string>>,
  undo: UndoStack,
): Promise<ContainerSubject> => {
  const { name, healthPath, start, image: built } = spec.system;
  const workDir = join(folder, 'subject');
  await makeOwnFolder(workDir);
  const contained = {
    name,
    healthPath,
    local: start.local,
    image,
    port: portOf(spec.system),
    env: { ...built?.env, ...spec.env },
  };
  const options = { contained, run, host: `${prefix}-subject`, workDir, values, signal };
  return undo.use('stop the subject', await createSubject(options), removalMs);
};

const portOf = ({ image }: System): number => image?.port ?? 8080;

/** Each sees the processes of the host, as the kubelet does, and reads there which of them is the subject. */
const startExporters = async (
  { spec, folder, run, prefix, image, signal }: ContainerStackOptions,
  subject: ContainerSubject,
  undo: UndoStack,
): Promise<PrometheusWiring['exporters']> => {
  const started: PrometheusWiring['exporters'][number][] = [];
  for (const { name, job, metricsPath, start } of spec.system.exporters ?? []) {
    const workDir = join(folder, 'exporters', name);
    await makeOwnFolder(workDir);
    const contained = {
      name,
      healthPath: metricsPath,
      local: start.local,
      image,
      port: portOf(spec.system),
      env: { ...spec.system.image?.env },
    };
    const values = { 'subject.url': `http://${subject.inside}`, 'subject.pidFile': '/subject/.pid' };
    const folders = { '/subject:ro': subject.workDir };
    const own = { contained, run, host: `${prefix}-${name}`, workDir, values, folders, seesHost: true, signal };
    const exporter = undo.use(`stop the exporter ${name}`, await createSubject(own), removalMs);
    await exporter.start();
    started.push({ job, metricsPath, url: `http://${exporter.inside}` });
  }
  return started;
};

type Wiring = {
  readonly targets: TargetsFile;
  readonly exporters: PrometheusWiring['exporters'];
  readonly alertmanager: string;
};

const startPrometheus = async (
  options: ContainerStackOptions,
  { targets, exporters, alertmanager }: Wiring,
  undo: UndoStack,
): Promise<Container> => {
  const { system } = options.spec;
  const monitor = await monitorOf(options, 'prometheus', 9090);
  await targets.list();
  const subject = { ...system, targetsFile: targets.path };
  const wiring = { subject, alertmanagerUrls: [`http://${alertmanager}`], exporters };
  const args = await writePrometheus(monitor.folder, options.spec, wiring, ':9090');
  const container = undo.use('stop prometheus', await createMonitor(monitor, args), removalMs);
  await startMonitor(container, monitor);
  return container;
};
