import type { System } from '../../contract/index.ts';
import { HarnessError } from '../../core/index.ts';
import { publicImages, type PublicImage } from '../images/image-settings.ts';
import type { NodeImages } from './node-images.ts';

type Options = {
  readonly systems: () => Promise<readonly System[]>;
  readonly images: Pick<NodeImages, 'ofSystem' | 'public'>;
};

/** Gives a public image or that of a system, as the settings have it and on every node; throws `SYSTEM_UNKNOWN`. */
export const namedImage = async (name: string, { systems, images }: Options): Promise<string> => {
  if (isPublic(name)) return await images.public(name);
  const system = (await systems()).find((one) => one.name === name);
  if (system !== undefined) return await images.ofSystem(system);
  throw new HarnessError('SYSTEM_UNKNOWN', { what: 'no such system or image', got: name });
};

const isPublic = (name: string): name is PublicImage => Object.hasOwn(publicImages, name);
