import { mkdir } from 'node:fs/promises';
import type { System } from '../../contract/index.ts';
import type { UndoStack } from '../../core/index.ts';
import { commandOf, type StepOptions } from '../dependencies/run-step.ts';
import {
  startDependencies,
  type RunningDependency,
  type StartedDependencies,
} from '../dependencies/start-dependencies.ts';
import { LocalSubject } from './local-subject.ts';

type LocalDependencyOptions = StepOptions & {
  readonly system: Pick<System, 'dependencies'>;
  readonly folder: string;
};

/** Starts what the system needs as processes; what follows is told their addresses and their folders. */
export const startLocalDependencies = async (
  options: LocalDependencyOptions,
  given: Readonly<Record<string, string>>,
  undo: UndoStack,
): Promise<StartedDependencies> => {
  const place = {
    ...options,
    async makeFolder(path: string) {
      await mkdir(path, { recursive: true });
    },
    create: async (running: RunningDependency) => await Promise.resolve(programOf(running, options)),
    valuesOf: (name: string, started: LocalSubject | undefined, work: string) => ({
      ...(started && { [`dependency.${name}`]: started.url }),
      [`dependency.${name}.work`]: work,
    }),
  };
  return await startDependencies(options.system, place, given, undo);
};

const programOf = (
  { dependency, listening, work, values }: RunningDependency,
  options: LocalDependencyOptions,
): LocalSubject => {
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
