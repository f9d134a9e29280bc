import { expect, test } from 'vitest';
import type { System } from '../../contract/index.ts';
import { imageName } from '../images/image-settings.ts';
import { readImageSettings } from '../images/read-image-settings.ts';
import { namedImage } from './named-image.ts';

const settings = readImageSettings({ FIREDRILL_REGISTRY: 'mirror.example:5000', FIREDRILL_PULL: 'never' });
const options = {
  systems: async () => await Promise.resolve([{ name: 'shop' } as System]),
  images: {
    ofSystem: async ({ name }: System) => await Promise.resolve(`firedrill/${name}`),
    public: async (image: Parameters<typeof imageName>[0]) => await Promise.resolve(imageName(image, settings)),
  },
};

test('a manifest finds public images by the settings, systems by their images, and nothing else', async () => {
  expect(await namedImage('prometheus', options)).toBe('mirror.example:5000/prom/prometheus:v3.15.0');
  expect(await namedImage('shop', options)).toBe('firedrill/shop');
  await expect(namedImage('toString', options)).rejects.toThrow(/no such system or image/);
});
