import { chmod, writeFile } from 'node:fs/promises';
import type { KubeConfig } from '@kubernetes/client-node';
import type { KubeObject } from '../../contract/index.ts';
import type { KubeApi } from './kube-api.ts';

const account = 'firedrill';
/** A run in real time outlives the hour of the default. */
const tokenSeconds = 86_400;

/** What lets an account do all in one namespace and nothing outside it. */
export const confinement = (namespace: string): KubeObject[] => {
  const metadata = { name: account, namespace };
  const everything = { apiGroups: ['*'], resources: ['*'], verbs: ['*'] };
  const group = 'rbac.authorization.k8s.io';
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    { apiVersion: `${group}/v1`, kind: 'Role', metadata, rules: [everything] },
    {
      apiVersion: `${group}/v1`,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: group, kind: 'Role', name: account },
      subjects: [{ kind: 'ServiceAccount', name: account, namespace }],
    },
  ];
};

/** Writes a kubeconfig to `file` whose context is a namespace and whose user is the account that is confined to it. */
export const writeConfinedConfig = async (
  api: KubeApi,
  config: KubeConfig,
  { namespace, file }: { readonly namespace: string; readonly file: string },
): Promise<void> => {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`;
  const granted = await api.must('POST', path, { spec: { expirationSeconds: tokenSeconds } });
  const { token } = (granted as { status: { token: string } }).status;
  const { server, caData, caFile, skipTLSVerify } = config.getCurrentCluster() ?? { server: '', skipTLSVerify: false };
  const authority = {
    ...(caData === undefined ? {} : { 'certificate-authority-data': caData }),
    ...(caFile === undefined ? {} : { 'certificate-authority': caFile }),
    ...(skipTLSVerify ? { 'insecure-skip-tls-verify': true } : {}),
  };
  const confined = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': namespace,
    clusters: [{ name: 'cluster', cluster: { server, ...authority } }],
    users: [{ name: account, user: { token } }],
    contexts: [{ name: namespace, context: { cluster: 'cluster', user: account, namespace } }],
  };
  await writeFile(file, `${JSON.stringify(confined, null, 2)}\n`, { mode: 0o600 });
  await chmod(file, 0o600);
};
