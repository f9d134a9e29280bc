import { expect, test } from 'vitest';
import { systemClock } from '../../core/index.ts';
import type { KubeApi } from '../cluster/kube-api.ts';
import { AttachedDeployment } from './attached-deployment.ts';

/** An API server with one Deployment, whose pods are there as long as it is scaled to more than none. */
const fakeApi = (replicas: number, selector: object = { matchLabels: { app: 'shop' } }) => {
  const writes: string[] = [];
  const state = { replicas };
  const answer = (path: string): unknown =>
    path.includes('/pods?')
      ? { items: Array.from({ length: state.replicas }, (_, index) => ({ metadata: { name: `shop-${index}` } })) }
      : { spec: { replicas: state.replicas, selector }, status: { readyReplicas: state.replicas } };
  const api = {
    must: async (_: string, path: string) => await Promise.resolve(answer(path)),
    send: async (method: string, path: string, body: { spec: { replicas: number } }) => {
      writes.push(`${method} ${path} ${body.spec.replicas}`);
      state.replicas = body.spec.replicas;
      return await Promise.resolve({});
    },
  } as unknown as KubeApi;
  const names = { context: 'kind-dev', namespace: 'shop', deployment: 'shop', url: '' };
  return { writes, deployment: new AttachedDeployment({ api, ...names, clock: systemClock }) };
};

const scale = 'PATCH /apis/apps/v1/namespaces/shop/deployments/shop/scale';

test('is scaled to none and back to what it had, and nothing else of it is written', async () => {
  const { deployment, writes } = fakeApi(3);
  expect(await deployment.state()).toBe('running');
  await deployment.kill();
  expect(await deployment.state()).toBe('exited');
  expect(deployment.wayBack()).toBe('kubectl --context kind-dev -n shop scale deployment/shop --replicas=3');
  await deployment.restart();
  expect(writes).toEqual([`${scale} 0`, `${scale} 3`]);
});

test('is left alone where it has no replicas, or selects its pods in a way that is not understood', async () => {
  const none = fakeApi(0);
  await expect(none.deployment.kill()).rejects.toMatchObject({ code: 'FAULT_INEFFECTIVE' });
  const matchExpressions = [{ key: 'app', operator: 'Exists' }];
  const other = fakeApi(1, { matchLabels: { app: 'shop' }, matchExpressions });
  await expect(other.deployment.kill()).rejects.toMatchObject({ code: 'CLUSTER_REFUSED' });
  expect([none.writes, other.writes]).toEqual([[], []]);
});
