import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { canoCollector } from '../../fixtures/systems/cano-collector/system.ts';
import type { Cluster, KubeObject, System } from '../../harness/index.ts';
import { unreadyWithin } from './support/unready-within.ts';

const subject = { deployment: 'shop', container: 'web' };

/** A cluster of these objects. */
const clusterWith = (...objects: readonly KubeObject[]): Cluster => {
  const read: Cluster['read'] = async ({ apiVersion, kind, name }) =>
    await Promise.resolve(
      objects.find((one) => one.apiVersion === apiVersion && one.kind === kind && one.metadata.name === name),
    );
  return { read } as Cluster;
};

const clusterOfProbe = (readinessProbe?: object): Cluster => {
  const beside = { name: 'beside', readinessProbe: { periodSeconds: 60 } };
  const containers = [beside, { name: 'web', readinessProbe }];
  const metadata = { name: 'shop' };
  return clusterWith({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: { template: { spec: { containers } } },
  });
};

test('the documented Deployment is found unready within 18 s', async () => {
  const manifests = canoCollector.manifests as NonNullable<System['manifests']>;
  const text = readFileSync(manifests.path, 'utf8');
  const objects = parseAllDocuments(text).map((document) => document.toJS() as KubeObject);
  expect(await unreadyWithin(clusterWith(...objects), manifests)).toBe(18_000);
});

test.each<[string, object, number]>([
  ['all of it is said', { periodSeconds: 2, failureThreshold: 5, timeoutSeconds: 4 }, 14_000],
  ['nothing of it is said', {}, 31_000],
  ['only its period is said', { periodSeconds: 1 }, 4_000],
  ['only its failures are said', { failureThreshold: 1 }, 11_000],
  ['only its deadline is said', { timeoutSeconds: 7 }, 37_000],
])('a readiness probe counts as Kubernetes does where %s', async (_, probe, expected) => {
  expect(await unreadyWithin(clusterOfProbe(probe), subject)).toBe(expected);
});

test('a pod without a readiness probe is never found unready', async () => {
  expect(await unreadyWithin(clusterOfProbe(), subject)).toBe(Infinity);
});

test('a Deployment or a container that is not there makes the drill invalid', async () => {
  const invalid = { code: 'DRILL_INVALID' };
  await expect(unreadyWithin(clusterWith(), subject)).rejects.toMatchObject(invalid);
  const other = { ...subject, container: 'other' };
  await expect(unreadyWithin(clusterOfProbe({}), other)).rejects.toMatchObject(invalid);
});
