import { systemClock } from '../../core/index.ts';
import { openEngine } from '../images/open-engine.ts';
import { removeRun } from './remove-labelled.ts';

/** Removes what is left of a run in the engine; the warden calls it when the harness is gone. */
export const endRun = async (runId: string): Promise<void> => {
  await removeRun(await openEngine(), runId, systemClock);
};
