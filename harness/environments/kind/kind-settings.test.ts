import { expect, test } from 'vitest';
import { describeSettings, readKindSettings } from './kind-settings.ts';

test('the node image is the pinned one, of another registry, or another altogether', () => {
  expect(readKindSettings({ FIREDRILL_REGISTRY: '' }).nodeImage).toBe('kindest/node:v1.34.4');
  expect(readKindSettings({ FIREDRILL_REGISTRY: 'mirror.example/k8s/' }).nodeImage).toBe(
    'mirror.example/k8s/kindest/node:v1.34.4',
  );
  const both = { FIREDRILL_REGISTRY: 'mirror.example', FIREDRILL_IMAGE_KIND_NODE: 'own/node:1' };
  expect(readKindSettings(both).nodeImage).toBe('own/node:1');
});

test('durations are whole seconds, and the report tells them', () => {
  const settings = readKindSettings({ FIREDRILL_KIND_DOWNSCALE_STABILIZATION: '300', FIREDRILL_KIND_EVICTION: '' });
  expect(settings).toMatchObject({ downscaleStabilizationSeconds: 300, evictionSeconds: 15 });
  expect(describeSettings(settings)).toContain('scales down after 300 s');
});

test.each(['0', '1.5', '60s', '-1', 'soon'])('%s is no duration', (text) => {
  expect(() => readKindSettings({ FIREDRILL_KIND_NODE_MONITOR_GRACE: text })).toThrow(
    expect.objectContaining({
      code: 'USAGE',
      message: expect.stringContaining('FIREDRILL_KIND_NODE_MONITOR_GRACE') as string,
    }),
  );
});
