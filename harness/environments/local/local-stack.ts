import { join } from 'node:path';
import type { Stack, StackSpec } from '../../contract/index.ts';
import { undoneOnFailure, type Clock, type UndoStack } from '../../core/index.ts';
import type { ApiServer } from '../kubernetes/start-api-server.ts';
import { startSinks } from '../sink/start-sinks.ts';
import { fillTemplate } from '../template.ts';
import { startLocalDependencies } from './local-dependencies.ts';
import { startExporter, type StartedExporter } from './exporter.ts';
import { LocalSubject } from './local-subject.ts';
import { startAlertmanager, startPrometheus, type ProgramOptions } from './monitoring.ts';
import { openOwnNamespace } from './open-own-namespace.ts';
import { TargetsFile } from './targets-file.ts';
import type { Warden } from './warden.ts';

/** Paths of programs by their names. */
export type Programs = { readonly prometheus: string; readonly alertmanager: string } & Readonly<
  Record<string, string>
>;

export type LocalStackOptions = {
  readonly spec: StackSpec;
  readonly folder: string;
  readonly root: string;
  readonly programs: Programs;
  readonly env: Readonly<Record<string, string>>;
  readonly warden: Warden;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The run's Kubernetes API server, started when the first stack asks for it. */
  readonly apiServer: () => Promise<ApiServer | undefined>;
};

/** Starts sinks, subject, Alertmanager and Prometheus of one drill; what was started is stopped when a later one fails. */
export const startLocalStack = async (options: LocalStackOptions): Promise<Stack> =>
  await undoneOnFailure(options.clock, async (undo) => await assemble(options, undo));

const assemble = async (options: LocalStackOptions, undo: UndoStack): Promise<Stack> => {
  const { spec, folder, clock, signal, programs } = options;
  const sinks = await startSinks({ sinks: spec.system.sinks, seed: spec.seed }, clock, undo);
  const namespace = await openOwnNamespace({ ...options, drill: spec.drill, system: spec.system }, undo);
  const sinkUrls = Object.fromEntries([...sinks].map(([name, sink]) => [`sink.${name}`, sink.url]));
  const needed = { ...options, system: spec.system };
  const { dependencies, values } = await startLocalDependencies(needed, { ...sinkUrls, ...namespace?.values }, undo);
  const subject = undo.use('stop the subject', subjectOf(options, values));
  await subject.start();
  signal.throwIfAborted();
  const exporters = await startExporters(options, undo, {
    ...values,
    'subject.url': subject.url,
    'subject.pidFile': subject.pidFile,
  });
  const monitoring = (program: string): ProgramOptions => ({ ...options, program });
  const config = fillTemplate(spec.alertmanager, { ...values, subject: subject.url }, spec.system.alertmanager);
  const alertmanager = await startAlertmanager(monitoring(programs.alertmanager), config);
  undo.use('stop alertmanager', alertmanager.child);
  signal.throwIfAborted();
  const targets = new TargetsFile(join(folder, 'targets.json'), () => new URL(subject.url).host);
  await targets.list();
  const subjectJob = { ...spec.system, targetsFile: targets.path };
  const wiring = { subject: subjectJob, alertmanagerUrls: [alertmanager.url], exporters };
  const prometheus = await startPrometheus(monitoring(programs.prometheus), spec, wiring);
  undo.use('stop prometheus', prometheus.child);
  return {
    subject,
    sinks,
    dependencies,
    ...(namespace === undefined ? {} : { kubernetes: namespace.access }),
    clock,
    prometheusUrl: prometheus.url,
    alertmanagerUrl: alertmanager.url,
    monitors: [alertmanager.child, prometheus.child],
    eventLog: alertmanager.eventLog,
    withdrawTarget: async (ends) => await targets.withdraw({ prometheusUrl: prometheus.url, clock, signal: ends }),
    [Symbol.asyncDispose]: async () => await undo[Symbol.asyncDispose](),
  };
};

const startExporters = async (
  options: LocalStackOptions,
  undo: UndoStack,
  values: Record<string, string>,
): Promise<StartedExporter[]> => {
  const started: StartedExporter[] = [];
  for (const exporter of options.spec.system.exporters ?? []) {
    const one = await startExporter({ ...options, exporter, values });
    undo.use(`stop the exporter ${exporter.name}`, one.child);
    options.signal.throwIfAborted();
    started.push(one);
  }
  return started;
};

const subjectOf = (
  { spec, folder, root, env, warden, clock, signal }: LocalStackOptions,
  values: Record<string, string>,
) =>
  new LocalSubject({
    system: spec.system,
    workDir: join(folder, 'subject'),
    root,
    values,
    env: spec.env,
    inherited: env,
    warden,
    clock,
    signal,
  });
