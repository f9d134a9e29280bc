import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dependency, Program, System } from '../../contract/index.ts';
import { HarnessError, type UndoStack } from '../../core/index.ts';
import { runStep, type StepOptions } from '../local/run-step.ts';
import { removalMs, type ContainerPlace } from './container-place.ts';
import { createSubject, type ContainerSubject } from './container-subject.ts';
import { makeOwnFolder } from './own-folder.ts';

type Values = Readonly<Record<string, string>>;

export type ContainerDependencyOptions = ContainerPlace &
  Pick<StepOptions, 'root' | 'programs' | 'env' | 'warden'> & {
    /** Gives a public image by the name of its setting, once it is there. */
    readonly publicImage: (image: string) => Promise<string>;
  };

/**
 * Starts what a system needs, one after the other, each ready before the next: programs as containers, and steps on the
 * machine, which reach them by their published ports. Gives them, and `values` with the addresses that containers know.
 */
export const startContainerDependencies = async (
  { dependencies: wanted = [] }: Pick<System, 'dependencies'>,
  options: ContainerDependencyOptions,
  given: Values,
  undo: UndoStack,
): Promise<{ readonly dependencies: ReadonlyMap<string, Program>; readonly values: Values }> => {
  const { folder, run, signal } = options;
  const around = { ...options, clock: run.clock };
  const dependencies = new Map<string, Program>();
  let [inside, outside] = [given, given];
  for (const dependency of wanted) {
    const { name, start } = dependency;
    const work = join(folder, 'dependencies', name);
    if (start.local.listening === undefined) {
      await mkdir(work, { recursive: true });
      await runStep({ dependency, work, values: outside }, around);
    } else {
      await makeOwnFolder(work);
      const created = await createDependency(dependency, { ...options, work, values: inside });
      const program = undo.use(`stop ${name}`, created, removalMs);
      await program.start();
      dependencies.set(name, program);
      inside = { ...inside, [`dependency.${name}`]: `http://${program.inside}` };
      outside = { ...outside, [`dependency.${name}`]: program.url };
    }
    signal.throwIfAborted();
  }
  return { dependencies, values: inside };
};

type Parts = ContainerDependencyOptions & { readonly work: string; readonly values: Values };

const createDependency = async (
  { name, container, start, readyPath }: Dependency,
  { run, prefix, work, values, signal, publicImage }: Parts,
): Promise<ContainerSubject> => {
  if (container === undefined) throw new HarnessError('DRILL_INVALID', { what: `${name} is no container` });
  const image = await publicImage(container.image);
  const local = { ...start.local, listening: start.local.listening ?? '' };
  const contained = { name, healthPath: readyPath, local, image, port: container.port, env: container.env };
  return await createSubject({ contained, run, host: `${prefix}-${name}`, workDir: work, values, signal });
};
