import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dependency, Program, System } from '../../contract/index.ts';
import type { UndoStack } from '../../core/index.ts';
import { LocalSubject } from './local-subject.ts';
import { commandOf, runStep, type StepOptions } from './run-step.ts';

type Values = Readonly<Record<string, string>>;
export type StartedDependencies = { readonly dependencies: ReadonlyMap<string, Program>; readonly values: Values };

type DependencyOptions = StepOptions & {
  readonly spec: { readonly system: Pick<System, 'dependencies'> };
  readonly folder: string;
};

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
    if (listening === undefined) await runStep({ dependency, work, values }, options);
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
