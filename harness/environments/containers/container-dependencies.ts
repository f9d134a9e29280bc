import type { System } from '../../contract/index.ts';
import { HarnessError, type UndoStack } from '../../core/index.ts';
import type { StepOptions } from '../dependencies/run-step.ts';
import {
  startDependencies,
  type RunningDependency,
  type StartedDependencies,
} from '../dependencies/start-dependencies.ts';
import { removalMs, type ContainerPlace } from './container-place.ts';
import { createSubject, type ContainerSubject } from './container-subject.ts';
import { makeOwnFolder } from './own-folder.ts';

export type ContainerDependencyOptions = ContainerPlace &
  Pick<StepOptions, 'root' | 'programs' | 'env' | 'warden'> & {
    /** Gives a public image by the name of its setting, once it is there. */
    readonly publicImage: (image: string) => Promise<string>;
  };

/** Starts what a system needs as containers; what follows is told the addresses that containers know. */
export const startContainerDependencies = async (
  system: Pick<System, 'dependencies'>,
  options: ContainerDependencyOptions,
  given: Readonly<Record<string, string>>,
  undo: UndoStack,
): Promise<StartedDependencies> => {
  const place = {
    ...options,
    clock: options.run.clock,
    makeFolder: makeOwnFolder,
    create: async (running: RunningDependency) => await createDependency(running, options),
    valuesOf: (name: string, started: ContainerSubject | undefined) =>
      started === undefined ? {} : { [`dependency.${name}`]: `http://${started.inside}` },
    stopMs: removalMs,
  };
  return await startDependencies(system, place, given, undo);
};

const createDependency = async (
  { dependency, listening, work, values }: RunningDependency,
  { run, prefix, signal, publicImage }: ContainerDependencyOptions,
): Promise<ContainerSubject> => {
  const { name, container, start, readyPath } = dependency;
  if (container === undefined) throw new HarnessError('DRILL_INVALID', { what: `${name} is no container` });
  const { port, env } = container;
  const image = await publicImage(container.image);
  const contained = { name, healthPath: readyPath, local: { ...start.local, listening }, image, port, env };
  return await createSubject({ contained, run, host: `${prefix}-${name}`, workDir: work, values, signal });
};
