import { hostname } from 'node:os';
import type { Engine } from '../images/open-engine.ts';
import { hostLabel, processLabel } from './labels.ts';
import { removeLabelled } from './remove-labelled.ts';

/** Removes what earlier runs of this machine have left whose process is gone; gives how many containers and networks. */
export const removeLeftovers = async (engine: Engine): Promise<number> =>
  await removeLabelled(engine, (labels) => labels[hostLabel] === hostname() && !isAlive(Number(labels[processLabel])));

const isAlive = (pid: number): boolean => {
  // The signal 0 only asks; to a group it would ask for anyone.
  if (!Number.isInteger(pid) || pid <= 0) return true;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
};
