import { expect, test } from 'vitest';
import { fullName } from './node-images.ts';

test.each([
  ['node:24-slim', 'docker.io/library/node:24-slim'],
  ['prom/prometheus:v3.15.0', 'docker.io/prom/prometheus:v3.15.0'],
  ['ghcr.io/shopify/toxiproxy:2.5.0', 'ghcr.io/shopify/toxiproxy:2.5.0'],
  ['localhost:5000/prom/prometheus:v1', 'localhost:5000/prom/prometheus:v1'],
  ['localhost/own:1', 'localhost/own:1'],
])('%s is %s to a node', (image, full) => {
  expect(fullName(image)).toBe(full);
});
