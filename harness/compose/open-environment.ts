import type { Capability, Environment, EnvironmentName, System } from '../contract/index.ts';
import {
  attachTo,
  readImageSettings,
  readKindSettings,
  startContainersEnvironment,
  startKindEnvironment,
  startLocalEnvironment,
  type AttachedTargets,
} from '../environments/index.ts';
import { loadScenarios } from './catalogue.ts';
import { systemsOf } from './systems-of.ts';

type Options = Parameters<typeof startLocalEnvironment>[0] & {
  /** Of the run's drills. */
  readonly systems: readonly System[];
  /** What the run's drills need. */
  readonly needs: ReadonlySet<Capability>;
  /** A cluster to go on with. */
  readonly cluster?: string | undefined;
  /** Whether what was made stays. */
  readonly keep?: boolean | undefined;
  /** What runs already. */
  readonly attached?: AttachedTargets | undefined;
  readonly signal: AbortSignal;
  /** Is told what a reader wants to know of the start. */
  readonly onNote?: ((text: string) => void) | undefined;
};

/** Starts the environment of a name; throws what keeps it from starting, such as `ENGINE_MISSING`. */
export const openEnvironment = async (name: EnvironmentName, options: Options): Promise<Environment> => {
  if (name === 'local') return await startLocalEnvironment(options);
  if (name === 'containers')
    return await startContainersEnvironment({ ...options, images: readImageSettings(process.env) });
  if (name === 'kind') {
    const settings = readKindSettings(process.env);
    const systems = async () => systemsOf(await loadScenarios(options.root));
    return await startKindEnvironment({ ...options, systems, settings, images: readImageSettings(process.env) });
  }
  const { attached: targets = {}, programs, clock } = options;
  return await attachTo({ targets, amtool: programs['amtool'] ?? 'amtool', clock });
};
