import { expect, test } from 'vitest';
import { imageName, publicImageOf } from './image-settings.ts';
import { readImageSettings } from './read-image-settings.ts';

test('images are the public ones unless told', () => {
  const settings = readImageSettings({ FIREDRILL_REGISTRY: '' });
  expect(settings).toEqual({ registry: '', pull: 'missing', names: {} });
  expect(imageName('toxiproxy', settings)).toBe('ghcr.io/shopify/toxiproxy:2.5.0');
});

test('a registry stands before every name but one that is set whole', () => {
  const settings = readImageSettings({
    FIREDRILL_REGISTRY: 'mirror.example:5000/all/',
    FIREDRILL_IMAGE_NODE: 'local/node:24',
    FIREDRILL_PULL: 'never',
  });
  expect(settings.pull).toBe('never');
  expect(imageName('prometheus', settings)).toBe('mirror.example:5000/all/prom/prometheus:v3.15.0');
  expect(imageName('node', settings)).toBe('local/node:24');
});

test('a policy that there is not is refused', () => {
  expect(() => readImageSettings({ FIREDRILL_PULL: 'sometimes' })).toThrow(/missing, never, always.*sometimes/);
});

test('a name that is no pinned image is refused, also one that every object has', () => {
  expect(publicImageOf('registry')).toBe('registry');
  for (const name of ['memcached', 'toString'])
    expect(() => publicImageOf(name)).toThrow(expect.objectContaining({ code: 'DRILL_INVALID' }) as Error);
});
