import { hostname } from 'node:os';
import { isAlive } from '../../core/index.ts';
import type { Engine } from '../images/open-engine.ts';
import { hostLabel, processLabel } from './labels.ts';
import { removeLabelled } from './remove-labelled.ts';

/** Removes what earlier runs of this machine have left whose process is gone; gives how many containers and networks. */
export const removeLeftovers = async (engine: Engine): Promise<number> =>
  await removeLabelled(engine, (labels) => labels[hostLabel] === hostname() && !isAlive(Number(labels[processLabel])));
