import { writeFile } from 'node:fs/promises';
import nock from 'nock';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tempDir } from '../../cano-collector/testing/temp-dir.ts';
import { askKubernetes } from '../kubernetes/ask.ts';
import { leaseApi } from './lease-api.ts';

const url = 'https://kubernetes.example';
const all = '/apis/coordination.k8s.io/v1/namespaces/monitoring/leases';
const one = `${all}/leader`;
const claim = { holder: 'a', seconds: 15, acquired: 'then', renewed: 'now', transitions: 3 };
const spec = {
  holderIdentity: 'a',
  leaseDurationSeconds: 15,
  acquireTime: 'then',
  renewTime: 'now',
  leaseTransitions: 3,
};
const lease = { version: '7', holder: 'a', seconds: 15, acquired: 'then', transitions: 3 };

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

async function openApi() {
  const dir = await tempDir();
  await writeFile(dir.join('token'), 'secret\n');
  const ask = askKubernetes({ url, tokenFile: dir.join('token'), caFile: undefined, timeoutMs: 5_000 });
  const api = leaseApi(ask, { namespace: 'monitoring', name: 'leader' });
  return { ...api, [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose]() };
}

test('reads a Lease with the token, none where there is none, and one that was given up', async () => {
  await using api = await openApi();
  const server = nock(url, { reqheaders: { authorization: 'Bearer secret' } });
  server.get(one).reply(404, { reason: 'NotFound' });
  server.get(one).reply(200, { metadata: { resourceVersion: '7' }, spec });
  server.get(one).reply(200, { metadata: { resourceVersion: '8' }, spec: {} });
  expect(await api.get()).toBeUndefined();
  expect(await api.get()).toEqual(lease);
  expect(await api.get()).toMatchObject({ version: '8', holder: '', seconds: 0, transitions: 0 });
});

test('makes a Lease, and writes over the version that was read', async () => {
  await using api = await openApi();
  const head = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' };
  nock(url)
    .post(all, { ...head, metadata: { name: 'leader' }, spec })
    .reply(201, {});
  nock(url)
    .put(one, { ...head, metadata: { name: 'leader', resourceVersion: '7' }, spec })
    .reply(200, {});
  expect([await api.put(claim, undefined), await api.put(claim, lease)]).toEqual([true, true]);
});

test('a faster other is no error, and a refusal is', async () => {
  await using api = await openApi();
  nock(url).post(all).reply(409, { reason: 'AlreadyExists' });
  nock(url).put(one).reply(409, { reason: 'Conflict' });
  nock(url).put(one).reply(403, { reason: 'Forbidden' });
  nock(url).get(one).reply(500, 'etcd is away');
  expect([await api.put(claim, undefined), await api.put(claim, lease)]).toEqual([false, false]);
  await expect(api.put(claim, lease)).rejects.toThrow(`${one} answered 403: {"reason":"Forbidden"}`);
  await expect(api.get()).rejects.toThrow('answered 500: etcd is away');
});
