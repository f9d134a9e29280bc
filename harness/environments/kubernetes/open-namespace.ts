import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KubernetesAccess } from '../../contract/index.ts';
import { poll, type Clock } from '../../core/index.ts';
import { readLease } from './read-lease.ts';
import type { ApiServer } from './start-api-server.ts';

export type NamespaceOptions = {
  readonly server: ApiServer;
  readonly name: string;
  /** Pods that are there from the start; nothing runs them. */
  readonly pods: readonly string[];
  /** Where the token of the subject's service account is written. */
  readonly folder: string;
  readonly clock: Clock;
};

/** A namespace of its own for one stack, with what the subject's placeholders stand for. */
export type OpenNamespace = AsyncDisposable & {
  readonly access: KubernetesAccess;
  readonly values: Readonly<Record<string, string>>;
};

const account = 'subject';
/** No kubelet renews the token, and a run in real time outlives the hour of the default. */
const tokenSeconds = 86_400;
const authorizerMs = 10_000;
const reviews = '/apis/authorization.k8s.io/v1/subjectaccessreviews';
const rbac = '/apis/rbac.authorization.k8s.io/v1';

/** Makes a namespace with its pods and a service account that may read them; its disposal deletes the namespace. */
export const openNamespace = async (options: NamespaceOptions): Promise<OpenNamespace> => {
  const { client } = options.server;
  await client.must('POST', '/api/v1/namespaces', { metadata: { name: options.name } });
  const remove = async (): Promise<void> => {
    await client.ask('DELETE', `/api/v1/namespaces/${options.name}`);
  };
  try {
    const { values, access } = await furnish(options);
    return { values, access, [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove().catch(() => undefined);
    throw error;
  }
};

const furnish = async (options: NamespaceOptions): Promise<Pick<OpenNamespace, 'access' | 'values'>> => {
  const { server, name, pods, folder } = options;
  const { client, url, caFile } = server;
  const core = `/api/v1/namespaces/${name}`;
  const bindings = `${rbac}/namespaces/${name}/rolebindings`;
  await client.must('POST', `${core}/serviceaccounts`, { metadata: { name: account } });
  await client.must('POST', `${rbac}/namespaces/${name}/roles`, role);
  await client.must('POST', bindings, binding(name));
  for (const pod of pods) await client.must('POST', `${core}/pods`, podOf(pod));
  const tokenFile = join(folder, 'token');
  const granted = await client.must('POST', `${core}/serviceaccounts/${account}/token`, {
    spec: { expirationSeconds: tokenSeconds },
  });
  await writeFile(tokenFile, (granted as { status: { token: string } }).status.token, { mode: 0o600 });
  return {
    values: {
      'kubernetes.url': url,
      'kubernetes.namespace': name,
      'kubernetes.tokenFile': tokenFile,
      'kubernetes.caFile': caFile,
    },
    access: {
      namespace: name,
      lease: async (lease) => await readLease(client, name, lease),
      async revoke() {
        await client.must('DELETE', `${bindings}/${account}`);
        await untilAllowed(false, options);
        return {
          [Symbol.asyncDispose]: async () => {
            await client.must('POST', bindings, binding(name));
            await untilAllowed(true, options);
          },
        };
      },
    },
  };
};

/** The server's authorizer learns of a binding a little after it was written. */
const untilAllowed = async (allowed: boolean, { server, name, clock }: NamespaceOptions): Promise<void> => {
  const review = {
    user: `system:serviceaccount:${name}:${account}`,
    resourceAttributes: { namespace: name, verb: 'list', resource: 'pods' },
  };
  const isAllowed = async (): Promise<boolean> => {
    const answer = await server.client.must('POST', reviews, { spec: review });
    return (answer as { status: { allowed: boolean } }).status.allowed;
  };
  await poll(isAllowed, {
    what: `the Kubernetes API ${allowed ? 'lets the subject list pods again' : 'refuses the subject'}`,
    until: (is) => is === allowed,
    everyMs: 10,
    timeoutMs: authorizerMs,
    clock,
  });
};

const role = {
  metadata: { name: account },
  rules: [
    { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] },
    { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'create', 'update'] },
  ],
};

const binding = (namespace: string) => ({
  metadata: { name: account },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: account },
  subjects: [{ kind: 'ServiceAccount', name: account, namespace }],
});

const podOf = (name: string) => ({
  metadata: { name },
  spec: { containers: [{ name: 'main', image: 'example.invalid/app:1', resources: { requests: { cpu: '100m' } } }] },
});
