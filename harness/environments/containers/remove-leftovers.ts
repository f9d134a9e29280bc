import type { Engine } from '../images/open-engine.ts';
import { isOfEndedRun } from '../owner-labels.ts';
import { removeLabelled } from './remove-labelled.ts';

/** Removes what earlier runs of this machine have left whose process is gone; gives how many containers and networks. */
export const removeLeftovers = async (engine: Engine): Promise<number> => await removeLabelled(engine, isOfEndedRun);
