import { systemClock, type UndoStack } from '../../core/index.ts';
import type { ContainerRun } from '../containers/create-container.ts';
import { openNetwork } from '../containers/open-network.ts';
import { removeRun } from '../containers/remove-labelled.ts';
import { haveImage } from '../images/have-image.ts';
import { imageName, type PublicImage } from '../images/image-settings.ts';
import { openEngine } from '../images/open-engine.ts';
import { readImageSettings } from '../images/read-image-settings.ts';
import { uniqueRunId } from './node-program.ts';

const settings = readImageSettings(process.env);

/** A run of its own with a public image, of which nothing is left once it is undone. */
export const containerRun = async (
  undo: UndoStack,
  user: string,
  wanted: PublicImage,
): Promise<{ readonly run: ContainerRun; readonly image: string }> => {
  const engine = await openEngine();
  const image = imageName(wanted, settings);
  await haveImage(engine, image, settings);
  const runId = uniqueRunId();
  undo.defer('remove the run', async () => await removeRun(engine, runId, systemClock), 60_000);
  const network = await openNetwork(engine, runId);
  return {
    run: { engine, runId, networkId: network.id, machine: network.machine, user, clock: systemClock },
    image,
  };
};
