import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { poll, systemClock } from '../../core/index.ts';
import { freePort } from '../local/free-port.ts';
import { uniqueRunId } from '../testing/node-program.ts';
import { kubeApi } from './kube-api.ts';
import { openCluster, type OpenCluster } from './open-cluster.ts';

const clock = systemClock;

test('a server that does not answer is told from one that refuses', async () => {
  const config = new KubeConfig();
  const server = `https://127.0.0.1:${await freePort()}`;
  config.loadFromClusterAndUser({ name: 'gone', server, skipTLSVerify: true }, { name: 'nobody', token: 'none' });
  await expect(kubeApi(config).ask('GET', '/readyz')).rejects.toMatchObject({
    code: 'CLUSTER_MISSING',
    details: { where: `GET ${server}/readyz` },
  });
});

/** The suite asks for a cluster that is there, because one of its own would take minutes. */
const kubeconfig = process.env['FIREDRILL_TEST_KUBECONFIG'];

describe.skipIf(kubeconfig === undefined)('a cluster, which FIREDRILL_TEST_KUBECONFIG names', () => {
  const config = new KubeConfig();
  const namespace = `fd-${uniqueRunId()}`;
  let folder = '';
  let cluster: OpenCluster;

  const open = async (name: string): Promise<OpenCluster> =>
    await openCluster({
      config,
      namespace: name,
      kubeconfig: join(folder, name),
      nodes: [],
      image: () => '',
      publicImage: async () => await Promise.resolve(''),
      reach: async () => await Promise.reject(new Error('nothing is reached')),
      clock,
    });

  beforeAll(async () => {
    config.loadFromFile(kubeconfig ?? '');
    folder = await mkdtemp(join(tmpdir(), 'firedrill-cluster-'));
    cluster = await open(namespace);
  }, 120_000);
  afterAll(async () => {
    await cluster[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const settings = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } };
  const ref = { apiVersion: 'v1', kind: 'ConfigMap', name: 'settings' };

  test('a namespace that is there already is refused, and left as it is', { timeout: 60_000 }, async () => {
    const refused = { code: 'CLUSTER_REFUSED', details: { where: namespace } };
    await expect(open(namespace)).rejects.toMatchObject(refused);
    expect(await cluster.list({ apiVersion: 'v1', kind: 'ServiceAccount' })).not.toEqual([]);
  });

  test('applies, reads, lists, patches and removes', { timeout: 60_000 }, async () => {
    await cluster.apply([{ ...settings, data: { level: 'info' } }]);
    expect(await cluster.read(ref)).toMatchObject({ data: { level: 'info' }, metadata: { namespace } });
    expect(await cluster.patch(ref, { data: { level: null, more: 'yes' } })).toMatchObject({ data: { more: 'yes' } });
    const listed = await cluster.list({ apiVersion: 'v1', kind: 'ConfigMap' });
    expect(listed.find(({ metadata }) => metadata.name === 'settings')).toMatchObject({ data: { more: 'yes' } });
    await cluster.remove(ref);
    expect(await cluster.read(ref)).toBeUndefined();
    await cluster.remove(ref);
  });

  test('evicts a pod, and says when its budget holds it back', { timeout: 60_000 }, async () => {
    const labels = { app: 'kept' };
    const containers = [{ name: 'main', image: 'registry.k8s.io/pause:3.10.1' }];
    const budget = { minAvailable: 1, selector: { matchLabels: labels } };
    await cluster.apply([
      { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'kept' }, spec: budget },
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'kept', labels }, spec: { containers } },
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'free' }, spec: { containers } },
    ]);
    expect(await cluster.evict('free')).toBe(true);
    expect(await cluster.evict('nobody')).toBe(true);
    const pod = { apiVersion: 'v1', kind: 'Pod', name: 'kept' };
    const phase = async () => ((await cluster.read(pod))?.['status'] as { phase?: string } | undefined)?.phase;
    await poll(phase, { what: 'it runs', until: (is) => is === 'Running', everyMs: 200, timeoutMs: 30_000, clock });
    expect(await cluster.evict('kept')).toBe(false);
  });

  test('says which object the server refuses, and which kind it does not have', { timeout: 60_000 }, async () => {
    const wrong = { ...settings, metadata: { name: 'Not A Name' } };
    await expect(cluster.apply([wrong])).rejects.toMatchObject({
      code: 'CLUSTER_REFUSED',
      details: { where: 'ConfigMap Not A Name' },
    });
    const unknown = { apiVersion: 'v1', kind: 'Unheard', metadata: { name: 'a' } };
    await expect(cluster.apply([unknown])).rejects.toMatchObject({
      code: 'CLUSTER_REFUSED',
      details: { where: 'Unheard a' },
    });
  });

  test(
    'the account of its kubeconfig does all in the namespace and nothing outside it',
    { timeout: 60_000 },
    async () => {
      const file = join(folder, namespace);
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      const confined = new KubeConfig();
      confined.loadFromFile(file);
      const api = kubeApi(confined);
      const status = async (path: string) => (await api.ask('GET', path)).status;
      await poll(async () => await status(`/api/v1/namespaces/${namespace}/secrets`), {
        ...{ what: 'the account may list', until: (seen) => seen === 200, everyMs: 100, timeoutMs: 20_000, clock },
      });
      expect(await status('/api/v1/namespaces/kube-system/secrets')).toBe(403);
      expect(await status('/api/v1/nodes')).toBe(403);
    },
  );
});
