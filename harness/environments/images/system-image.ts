import type { System } from '../../contract/index.ts';
import { HarnessError } from '../../core/index.ts';
import { buildImage } from './build-image.ts';
import { haveImage, imageId } from './have-image.ts';
import { defectFiles, defectsFolder, imageFiles } from './image-files.ts';
import { imageName, type ImageSettings } from './image-settings.ts';
import type { Engine } from './open-engine.ts';

export type SystemImageOptions = {
  /** The project's folder. */
  readonly root: string;
  readonly system: System;
  /** Whether its broken variants are in it; they are where the system itself is one, unless told. */
  readonly withDefects?: boolean;
  readonly settings: ImageSettings;
};

/**
 * Gives the name of a system's image, built unless one of the same content is there. Throws `IMAGE_MISSING` where the base
 * cannot be had or the build fails, and `CONFIG_INVALID` for a system that has no image.
 */
export const systemImage = async (engine: Engine, options: SystemImageOptions): Promise<string> => {
  const { root, system, settings, withDefects = isVariant(system) } = options;
  if (system.image === undefined)
    throw new HarnessError('CONFIG_INVALID', { what: 'a system has no image', got: system.name });
  const node = imageName('node', settings);
  const name = `firedrill/${system.name}`;
  const reference = await buildImage(engine, {
    name,
    root,
    dockerfile: system.image.dockerfile,
    files: await imageFiles(root, system),
    base: { name: node, id: await haveImage(engine, node, settings) },
  });
  if (!withDefects) return reference;
  return await buildImage(engine, {
    name: `${name}-defects`,
    root,
    dockerfile: `${defectsFolder}/Dockerfile`,
    files: await defectFiles(root),
    base: { name: reference, id: (await imageId(engine, reference)) ?? '' },
  });
};

/** Whether a system is one of its broken variants. */
export const isVariant = ({ start }: System): boolean =>
  start.local.args.some((text) => text.includes(`${defectsFolder}/`));
