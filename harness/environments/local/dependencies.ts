import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dependency, Program, System } from '../../contract/index.ts';
import { HarnessError, type Clock, type UndoStack } from '../../core/index.ts';
import { fillTemplate } from '../template.ts';
import { startChild } from './child.ts';
import { LocalSubject } from './local-subject.ts';
import type { Warden } from './warden.ts';

type Values = Readonly<Record<string, string>>;
export type StartedDependencies = { readonly dependencies: ReadonlyMap<string, Program>; readonly values: Values };

type DependencyOptions = {
  readonly spec: { readonly system: Pick<System, 'dependencies'> };
  readonly folder: string;
  readonly root: string;
  /** Paths of tools by their names. */
  readonly programs: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly warden: Warden;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

const stepTimeoutMs = 30_000;

/**
 * Starts what the system needs, one after the other, each ready before the next; gives them, and `values` with their
 * addresses and folders. What was started is registered with `undo`.
 */
export const startDependencies = async (
  options: DependencyOptions,
  given: Values,
  undo: UndoStack,
): Promise<StartedDependencies> => {
  const dependencies = new Map<string, Program>();
  let values = given;
  for (const dependency of options.spec.system.dependencies ?? []) {
    const { name } = dependency;
    const work = join(options.folder, 'dependencies', name);
    await mkdir(work, { recursive: true });
    values = { ...values, [`dependency.${name}.work`]: work };
    const { listening } = dependency.start.local;
    if (listening === undefined) await runStep(dependency, work, values, options);
    else {
      const program = undo.use(`stop ${name}`, programOf({ dependency, listening, work, values, options }));
      await program.start();
      dependencies.set(name, program);
      values = { ...values, [`dependency.${name}`]: program.url };
    }
    options.signal.throwIfAborted();
  }
  return { dependencies, values };
};

type Parts = {
  readonly dependency: Dependency;
  readonly listening: string;
  readonly work: string;
  readonly values: Values;
  readonly options: DependencyOptions;
};

const programOf = ({ dependency, listening, work, values, options }: Parts): LocalSubject => {
  const { root, env, warden, clock, signal } = options;
  const local = { ...dependency.start.local, command: commandOf(dependency, options), listening };
  return new LocalSubject({
    system: { name: dependency.name, healthPath: dependency.readyPath, start: { local } },
    workDir: work,
    root,
    values,
    env: {},
    inherited: env,
    warden,
    clock,
    signal,
  });
};

/** Runs a step to its end; throws `PROCESS_EXITED` with its last lines unless that is status 0, and `TIMEOUT`. */
const runStep = async (
  dependency: Dependency,
  work: string,
  values: Values,
  options: DependencyOptions,
): Promise<void> => {
  const { root, env, warden, clock, signal } = options;
  const { name, start } = dependency;
  const fill = (text: string): string => fillTemplate(text, { ...values, root, work }, `${name} › start.local`);
  const own = Object.entries(start.local.env).map(([key, value]) => [key, fill(value)] as const);
  await using child = await startChild({
    name,
    command: commandOf(dependency, options),
    args: start.local.args.map(fill),
    env: { ...env, ...Object.fromEntries(own) },
    cwd: root,
    warden,
    clock,
  });
  const how = await Promise.race([child.exited, clock.sleep(stepTimeoutMs, signal)]);
  if (how === 'exit status 0') return;
  throw new HarnessError(how === undefined ? 'TIMEOUT' : 'PROCESS_EXITED', {
    what: `${name} did not end well`,
    got: `${how ?? `nothing within ${stepTimeoutMs} ms`}; its last lines:\n${child.output.last(8)}`,
  });
};

const commandOf = ({ tool, start }: Dependency, { programs }: DependencyOptions): string => {
  if (tool === undefined) return start.local.command === 'node' ? process.execPath : start.local.command;
  const path = programs[tool];
  if (path === undefined) throw new HarnessError('TOOL_MISSING', { what: tool, next: '`firedrill doctor` says why' });
  return path;
};
