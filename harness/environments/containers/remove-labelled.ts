import { poll, type Clock } from '../../core/index.ts';
import type { Engine } from '../images/open-engine.ts';
import { engineStatus } from '../images/engine-status.ts';
import { runLabel } from '../owner-labels.ts';

type Labels = Readonly<Record<string, string>> | undefined;

/** Removes the containers, with their volumes, and the networks of the runs that `isOurs`; gives how many of both. */
export const removeLabelled = async (
  engine: Engine,
  isOurs: (labels: Record<string, string>) => boolean,
): Promise<number> => {
  const wanted = ({ Labels }: { readonly Labels?: Labels }): boolean => isOurs({ ...Labels });
  const filters = { label: [runLabel] };
  const containers = (await engine.listContainers({ all: true, filters })).filter(wanted);
  await Promise.all(
    containers.map(async ({ Id }) => await gone(engine.getContainer(Id).remove({ force: true, v: true }))),
  );
  const networks = (await engine.listNetworks({ filters })).filter(wanted);
  await Promise.all(networks.map(async ({ Id }) => await gone(engine.getNetwork(Id).remove())));
  return containers.length + networks.length;
};

/** Resolves once the engine has removed something, is doing so already, or says that something else has to go first. */
export const gone = async (removal: Promise<unknown>): Promise<void> => {
  await removal.catch((error: unknown) => {
    const status = engineStatus(error);
    if (status === undefined || ![403, 404, 409].includes(status)) throw error;
  });
};

/** Removes all of a run, also what is only just being made; throws `TIMEOUT` where the engine does not come to an end. */
export const removeRun = async (engine: Engine, runId: string, clock: Clock): Promise<void> => {
  const what = 'nothing of the run is left in the engine';
  const count = async (): Promise<number> => await removeLabelled(engine, (labels) => labels[runLabel] === runId);
  await poll(count, { what, until: (left) => left === 0, everyMs: 100, timeoutMs: 60_000, clock });
};
