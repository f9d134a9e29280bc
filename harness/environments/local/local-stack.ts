import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sink, Stack, StackSpec, Subject } from '../../contract/index.ts';
import { seededRandom, UndoStack, type Clock } from '../../core/index.ts';
import { startSink } from '../sink/start-sink.ts';
import { fillTemplate } from '../template.ts';
import { startDependencies } from './dependencies.ts';
import { startExporter, type StartedExporter } from './exporter.ts';
import { LocalSubject } from './local-subject.ts';
import { startAlertmanager, startPrometheus, type MonitoringOptions } from './monitoring.ts';
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
};

/** Starts sinks, subject, Alertmanager and Prometheus of one drill; what was started is stopped when a later one fails. */
export const startLocalStack = async (options: LocalStackOptions): Promise<Stack> => {
  const undo = new UndoStack(options.clock);
  try {
    return await assemble(options, undo);
  } catch (error) {
    await undo[Symbol.asyncDispose]().catch(() => undefined);
    throw error;
  }
};

const assemble = async (options: LocalStackOptions, undo: UndoStack): Promise<Stack> => {
  const { spec, folder, clock, signal, programs } = options;
  const sinks = await startSinks(spec, clock, undo);
  const sinkUrls = Object.fromEntries([...sinks].map(([name, sink]) => [`sink.${name}`, sink.url]));
  const { dependencies, values } = await startDependencies(options, sinkUrls, undo);
  const subject = undo.use('stop the subject', subjectOf(options, values));
  await subject.start();
  signal.throwIfAborted();
  const exporters = await startExporters(options, undo, {
    ...values,
    'subject.url': subject.url,
    'subject.pidFile': subject.pidFile,
  });
  const monitoring = (program: string): MonitoringOptions => ({ ...options, program });
  const config = fillTemplate(spec.alertmanager, { ...values, subject: subject.url }, spec.system.alertmanager);
  const alertmanager = await startAlertmanager(monitoring(programs.alertmanager), config);
  undo.use('stop alertmanager', alertmanager.child);
  signal.throwIfAborted();
  const targets = new TargetsFile(join(folder, 'targets.json'), subject);
  await targets.list();
  const wiring = { targetsFile: targets.path, alertmanagerUrl: alertmanager.url, exporters };
  const prometheus = await startPrometheus(monitoring(programs.prometheus), wiring);
  undo.use('stop prometheus', prometheus.child);
  return {
    subject,
    sinks,
    dependencies,
    clock,
    prometheusUrl: prometheus.url,
    alertmanagerUrl: alertmanager.url,
    eventLog: alertmanager.eventLog,
    withdrawTarget: async () => await targets.withdraw(),
    [Symbol.asyncDispose]: async () => await undo[Symbol.asyncDispose](),
  };
};

const startSinks = async (spec: StackSpec, clock: Clock, undo: UndoStack): Promise<ReadonlyMap<string, Sink>> => {
  const sinks = new Map<string, Sink>();
  for (const [index, name] of spec.system.sinks.entries()) {
    const sink = await startSink(name, clock, seededRandom(spec.seed + index));
    sinks.set(name, undo.use(`stop the sink ${name}`, sink));
  }
  return sinks;
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

/** The file that Prometheus discovers the subject from, always replaced as a whole. */
class TargetsFile {
  readonly path: string;
  readonly #subject: Subject;

  constructor(path: string, subject: Subject) {
    this.path = path;
    this.#subject = subject;
  }

  async list(): Promise<void> {
    await this.#write([{ targets: [new URL(this.#subject.url).host] }]);
  }

  async withdraw(): Promise<AsyncDisposable> {
    await this.#write([]);
    return { [Symbol.asyncDispose]: async () => await this.list() };
  }

  async #write(groups: readonly { targets: string[] }[]): Promise<void> {
    await writeFile(`${this.path}.new`, JSON.stringify(groups));
    await rename(`${this.path}.new`, this.path);
  }
}
