import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HarnessError, poll, systemClock, UndoStack } from '../../core/index.ts';
import { findKubernetes } from '../../toolchain/index.ts';
import { inheritedEnv } from '../local/local-environment.ts';
import { startWarden } from '../local/warden.ts';
import { uniqueRunId } from '../testing/node-program.ts';
import { startReplica, type Replica } from '../testing/start-replica.ts';
import { kubeClient } from './kube-client.ts';
import { openNamespace, type OpenNamespace } from './open-namespace.ts';
import { startApiServer, type ApiServer } from './start-api-server.ts';

const tools = await findKubernetes(process.env);
const clock = systemClock;
const leaseSeconds = 3;
/** How long a replica follows at most before it tries: the lease, and one attempt of two fifteenths of it. */
const takeOverMs = (leaseSeconds * 17_000) / 15;
/** What a busy machine may add to it. */
const slackMs = 2_000;

describe.skipIf('reason' in tools)('a real Kubernetes API server', () => {
  const undo = new UndoStack(clock);
  const runId = uniqueRunId();
  const env = inheritedEnv(runId);
  let work = '';
  let server: ApiServer;
  let namespaces = 0;

  beforeAll(async () => {
    if ('reason' in tools) return;
    work = await mkdtemp(join(tmpdir(), 'firedrill-kubernetes-'));
    undo.defer('remove the folder', async () => await rm(work, { recursive: true, force: true }));
    const warden = undo.use('end the processes', startWarden(runId, work));
    server = await startApiServer({ tools, folder: join(work, 'server'), env, warden, clock });
  }, 120_000);
  afterAll(async () => await undo[Symbol.asyncDispose](), 30_000);

  const open = async (pods: readonly string[] = ['web-0']): Promise<OpenNamespace> => {
    namespaces += 1;
    const name = `test-${namespaces}`;
    return await openNamespace({ server, name, pods, folder: await mkdtemp(join(work, `${name}-`)), clock });
  };
  /** A client with the token of the subject's service account. */
  const subjectOf = async ({ values }: OpenNamespace) => {
    const token = await readFile(values['kubernetes.tokenFile'] ?? '', 'utf8');
    return kubeClient(server.url, token, await readFile(server.caFile, 'utf8'));
  };

  test('its client gives what it answers, and throws for a refusal only where it must not be one', async () => {
    const path = '/api/v1/namespaces/nowhere';
    expect(await server.client.ask('GET', path)).toMatchObject({ status: 404, body: { reason: 'NotFound' } });
    expect((await server.client.ask('GET', '/readyz')).body).toBe('ok');
    const refused = server.client.must('GET', path);
    await expect(refused).rejects.toThrow(HarnessError);
    await expect(refused).rejects.toMatchObject({ message: expect.stringContaining(`GET ${path}`) as string });
    const stranger = kubeClient(server.url, 'guessed', await readFile(server.caFile, 'utf8'));
    expect((await stranger.ask('GET', path)).status).toBe(401);
  });

  test('a namespace has its pods, and its account may read those and no others', async () => {
    await using own = await open(['web-0', 'web-1']);
    await using other = await open();
    const subject = await subjectOf(own);
    const pods = `/api/v1/namespaces/${own.access.namespace}/pods`;
    const { items } = (await subject.must('GET', pods)) as { items: { metadata: { name: string } }[] };
    expect(items.map(({ metadata }) => metadata.name)).toEqual(['web-0', 'web-1']);
    expect((await subject.ask('GET', `/api/v1/namespaces/${other.access.namespace}/pods`)).status).toBe(403);
    expect((await subject.ask('DELETE', `${pods}/web-0`)).status).toBe(403);
  });

  test('what is revoked is refused until it is granted again', async () => {
    await using own = await open();
    const subject = await subjectOf(own);
    const status = async () => (await subject.ask('GET', `/api/v1/namespaces/${own.access.namespace}/pods`)).status;
    for (let round = 0; round < 5; round += 1) {
      expect(await status()).toBe(200);
      const revoked = await own.access.revoke();
      expect(await status()).toBe(403);
      await revoked[Symbol.asyncDispose]();
    }
    expect(await status()).toBe(200);
  });

  test('a namespace that is disposed of is on its way out', async () => {
    const own = await open();
    await own[Symbol.asyncDispose]();
    const { body } = await server.client.ask('GET', `/api/v1/namespaces/${own.access.namespace}`);
    expect(body).toMatchObject({ status: { phase: 'Terminating' } });
  });

  const replica = async (namespace: OpenNamespace, entry: string) =>
    await startReplica({ entry, namespace, leaseSeconds, work, env });

  const until = async (what: string, probe: () => Promise<boolean> | boolean, timeoutMs = 20_000) =>
    await poll(probe, { what, until: (is) => is, everyMs: 20, timeoutMs, clock });

  /** Resolves once `other` has collected a few times, and checks that `one` has not. */
  const onlyCollects = async (other: Replica, one: Replica) => {
    const [mine, theirs] = [await one.collections(), await other.collections()];
    await until('the leader collects', async () => (await other.collections()) >= theirs + 5);
    expect(await one.collections()).toBe(mine);
  };

  test('elects one of two monitors by a Lease, and another where it freezes or dies', { timeout: 90_000 }, async () => {
    await using namespace = await open();
    await using a = await replica(namespace, 'k8s-resource-monitor/main.ts');
    await using b = await replica(namespace, 'k8s-resource-monitor/main.ts');
    await until('one collects', async () => (await a.collections()) + (await b.collections()) > 0);
    const [leader, follower] = (await a.collections()) > 0 ? [a, b] : [b, a];
    await onlyCollects(leader, follower);
    expect(await follower.collections()).toBe(0);

    leader.child.signal('SIGSTOP');
    await until('the other takes over', async () => (await follower.collections()) > 0, takeOverMs + slackMs);
    leader.child.signal('SIGCONT');
    await onlyCollects(follower, leader);

    const before = await leader.collections();
    follower.child.signal('SIGKILL');
    await until('it takes over again', async () => (await leader.collections()) > before, takeOverMs + slackMs);
    const path = `/apis/coordination.k8s.io/v1/namespaces/${namespace.access.namespace}/leases`;
    const { items } = (await server.client.must('GET', path)) as { items: unknown[] };
    expect(items).toMatchObject([{ spec: { leaseDurationSeconds: leaseSeconds, leaseTransitions: 2 } }]);
  });

  test('elects no monitor for good by the ConfigMap of the document', { timeout: 90_000 }, async () => {
    await using namespace = await open();
    await allowConfigMaps(server, namespace.access.namespace);
    await using a = await replica(namespace, 'defects/configmap-election.ts');
    await using b = await replica(namespace, 'defects/configmap-election.ts');
    await until('each has had its turns', () => a.passes() >= 5 && b.passes() >= 5);
    const collected = [await a.collections(), await b.collections()];
    expect(collected.sort()).toEqual([0, 1]);

    const [dead, left] = (await a.collections()) === 1 ? [a, b] : [b, a];
    dead.child.signal('SIGKILL');
    await dead.child.exited;
    const passed = left.passes();
    const turns = Math.ceil((takeOverMs + slackMs) / 200);
    await until('the other has had its turns', () => left.passes() >= passed + turns);
    expect(await left.collections()).toBe(0);
    const path = `/api/v1/namespaces/${namespace.access.namespace}/configmaps/k8s-resource-monitor-leader`;
    expect(await server.client.must('GET', path)).toMatchObject({ data: { leader: 'current-pod-name' } });
  });
});

/** Grants what the documented election needs and no documented role has. */
const allowConfigMaps = async ({ client }: ApiServer, namespace: string): Promise<void> => {
  const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
  const metadata = { name: 'election' };
  const rules = [{ apiGroups: [''], resources: ['configmaps'], verbs: ['create', 'delete'] }];
  await client.must('POST', `${rbac}/roles`, { metadata, rules });
  await client.must('POST', `${rbac}/rolebindings`, {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'election' },
    subjects: [{ kind: 'ServiceAccount', name: 'subject', namespace }],
  });
};
