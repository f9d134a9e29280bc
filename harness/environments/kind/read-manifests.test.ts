import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { canoCollector } from '../../../fixtures/systems/cano-collector/system.ts';
import { readManifests, type Setting } from './read-manifests.ts';

const sinks = { 'sink.webhook': 'http://10.0.0.1:1', 'sink.slack': 'http://10.0.0.1:2' };
const setting: Setting = {
  namespace: 'own',
  image: 'firedrill/cano-collector:1',
  replicas: 3,
  values: sinks,
  container: (container) => ({ ...container, command: ['changed'] }),
  volumes: [{ name: 'more' }],
};
const manifests = { path: 'm.yaml', namespace: 'monitoring', deployment: 'one', container: 'main', service: 'one' };
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firedrill-manifests-'));
});
afterAll(async () => await rm(folder, { recursive: true, force: true }));

const read = async (text: string) => {
  await writeFile(join(folder, 'm.yaml'), text);
  return await readManifests(folder, manifests, setting);
};

test('the documented manifests get the namespace, the image, the replicas and the sinks, and keep the rest', async () => {
  const documented = canoCollector.manifests;
  if (documented === undefined) throw new Error('no manifests');
  const objects = await readManifests('.', documented, setting);
  const namespaces = new Set(objects.map(({ metadata }) => metadata.namespace));
  expect(namespaces).toEqual(new Set([undefined, 'own']));
  const byKind = (kind: string) => objects.find((object) => object.kind === kind);
  expect(byKind('RoleBinding')).toMatchObject({ subjects: [{ namespace: 'own' }] });
  expect(JSON.stringify(byKind('ConfigMap'))).toContain('http://10.0.0.1:1/alerts');
  const { spec } = byKind('Deployment') as unknown as {
    spec: { replicas: number; template: { spec: { containers: object[]; volumes: { name: string }[] } } };
  };
  expect(spec.replicas).toBe(3);
  expect(spec.template.spec.containers[0]).toMatchObject({
    image: 'firedrill/cano-collector:1',
    command: ['changed'],
    livenessProbe: { initialDelaySeconds: 30, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
  });
  expect(spec.template.spec.volumes.map(({ name }) => name)).toEqual(['config', 'more']);
});

test('manifests without the Deployment are refused', async () => {
  const other = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: two }\n';
  await expect(read(other)).rejects.toMatchObject({ code: 'CONFIG_INVALID', details: { got: 'one' } });
});

test('text that is no YAML is refused with its place, and a placeholder that nothing fills', async () => {
  await expect(read('a: [')).rejects.toMatchObject({ code: 'CONFIG_INVALID', details: { where: 'm.yaml' } });
  await expect(read('a: ${sink.nowhere}')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
});
