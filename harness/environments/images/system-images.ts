import type { System } from '../../contract/index.ts';
import { HarnessError } from '../../core/index.ts';
import type { ImageSettings } from './image-settings.ts';
import type { Engine } from './open-engine.ts';
import { isVariant, systemImage } from './system-image.ts';

type Options = { readonly root: string; readonly systems: readonly System[]; readonly images: ImageSettings };

/** Builds the images of systems, each once, and gives what finds a system's; one that has none is asked for in vain. */
export const systemImages = async (
  engine: Engine,
  { root, systems, images: settings }: Options,
): Promise<(system: System) => string> => {
  const built = new Map<string, string>();
  for (const system of systems) {
    if (system.image === undefined || built.has(keyOf(system))) continue;
    built.set(keyOf(system), await systemImage(engine, { root, system, settings }));
  }
  return (system) => {
    const image = built.get(keyOf(system));
    if (image === undefined)
      throw new HarnessError('CONFIG_INVALID', { what: 'a system has no image', got: system.name });
    return image;
  };
};

const keyOf = (system: System): string => `${system.name} ${isVariant(system) ? 'broken' : ''}`;
