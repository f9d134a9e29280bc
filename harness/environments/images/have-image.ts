import { HarnessError, messageOf } from '../../core/index.ts';
import { engineStatus } from './engine-status.ts';
import { followProgress } from './follow-progress.ts';
import type { ImageSettings } from './image-settings.ts';
import type { Engine } from './open-engine.ts';

/** Sees to it that an image is there, pulled as the policy says; gives its id. Throws `IMAGE_MISSING`. */
export const haveImage = async (engine: Engine, name: string, { pull }: ImageSettings): Promise<string> => {
  const present = pull === 'always' ? undefined : await imageId(engine, name);
  if (present !== undefined) return present;
  if (pull === 'never') throw missing(name, 'it is not there, and nothing is pulled (FIREDRILL_PULL=never)');
  try {
    await followProgress(engine, await engine.pull(name));
  } catch (cause) {
    throw missing(name, messageOf(cause), cause);
  }
  const pulled = await imageId(engine, name);
  if (pulled === undefined) throw missing(name, 'the pull ended well and the image is not there');
  return pulled;
};

/** Gives the id of an image that is there; undefined for one that is not. */
export const imageId = async (engine: Engine, name: string): Promise<string | undefined> => {
  try {
    return (await engine.getImage(name).inspect()).Id;
  } catch (error) {
    if (engineStatus(error) === 404) return undefined;
    throw error;
  }
};

const missing = (name: string, got: string, cause?: unknown): HarnessError =>
  new HarnessError('IMAGE_MISSING', {
    what: 'the image cannot be had',
    where: name,
    got,
    next: 'pull or load it, or name another registry in FIREDRILL_REGISTRY',
    cause,
  });
