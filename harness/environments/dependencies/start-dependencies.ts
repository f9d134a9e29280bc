import { join } from 'node:path';
import type { Dependency, Program, System } from '../../contract/index.ts';
import type { UndoStack } from '../../core/index.ts';
import { runStep, type StepOptions } from './run-step.ts';

type Values = Readonly<Record<string, string>>;
export type StartedDependencies = { readonly dependencies: ReadonlyMap<string, Program>; readonly values: Values };

/** A dependency that goes on to run, with its work folder. */
export type RunningDependency = {
  readonly dependency: Dependency;
  readonly listening: string;
  readonly work: string;
  readonly values: Values;
};

/** A program that is started once it is registered. */
type Startable = Program & AsyncDisposable & { start(): Promise<void> };

/** Where the programs among the dependencies run; a step runs on the machine everywhere. */
export type DependencyPlace<Started extends Startable> = StepOptions & {
  readonly folder: string;
  readonly makeFolder: (path: string) => Promise<void>;
  /** Gives one that is not started yet. */
  readonly create: (running: RunningDependency) => Promise<Started>;
  /** What stands for it in what is started there afterwards, such as its address. */
  readonly valuesOf: (name: string, started: Started | undefined, work: string) => Values;
  /** How long one may take to stop, in ms. */
  readonly stopMs?: number;
};

/**
 * Starts what a system needs, one after the other, each ready before the next; gives them, and `values` with what stands for
 * each. What was started is registered with `undo`.
 */
export const startDependencies = async <Started extends Startable>(
  { dependencies: wanted = [] }: Pick<System, 'dependencies'>,
  place: DependencyPlace<Started>,
  given: Values,
  undo: UndoStack,
): Promise<StartedDependencies> => {
  const dependencies = new Map<string, Program>();
  let [there, onMachine] = [given, given];
  for (const dependency of wanted) {
    const { name, start } = dependency;
    const { listening } = start.local;
    const work = join(place.folder, 'dependencies', name);
    await place.makeFolder(work);
    onMachine = { ...onMachine, [`dependency.${name}.work`]: work };
    let started: Started | undefined;
    if (listening === undefined) await runStep({ dependency, work, values: onMachine }, place);
    else {
      const created = await place.create({ dependency, listening, work, values: there });
      started = undo.use(`stop ${name}`, created, place.stopMs);
      await started.start();
      dependencies.set(name, started);
      onMachine = { ...onMachine, [`dependency.${name}`]: started.url };
    }
    there = { ...there, ...place.valuesOf(name, started, work) };
    place.signal.throwIfAborted();
  }
  return { dependencies, values: there };
};
