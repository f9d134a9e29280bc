import { writeFile } from 'node:fs/promises';
import { stringify } from 'yaml';
import type { RunbookSite } from '../contract/index.ts';
import type { Kubectl } from './kubectl.ts';

type View = {
  readonly clusters: readonly { readonly cluster: Readonly<Record<string, unknown>> }[];
};

/** The namespace of the account that commands are run as, outside of those that they see. */
export const accountNamespace = ({ name }: RunbookSite): string => `firedrill-runbooks-${name}`;

/**
 * Makes an account that may do everything in the namespaces of a site, of the whole cluster only what the site says, and
 * nothing anywhere else; writes a kubeconfig for it.
 */
export const limitedAccess = async (kubectl: Kubectl, site: RunbookSite, path: string): Promise<void> => {
  const home = accountNamespace(site);
  await kubectl(['apply', '-f', '-'], accountManifests(site, home));
  const token = await kubectl(['create', 'token', 'operator', '-n', home, '--duration=4h']);
  const view = JSON.parse(await kubectl(['config', 'view', '--raw', '--minify', '-o', 'json'])) as View;
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'drill', cluster: view.clusters[0]?.cluster ?? {} }],
    users: [{ name: 'operator', user: { token } }],
    contexts: [{ name: 'drill', context: { cluster: 'drill', user: 'operator', namespace: site.namespaces[0] ?? '' } }],
    'current-context': 'drill',
  };
  await writeFile(path, stringify(config), { mode: 0o600 });
};

const accountManifests = (site: RunbookSite, home: string): string => {
  const subjects = [{ kind: 'ServiceAccount', name: 'operator', namespace: home }];
  const api = 'rbac.authorization.k8s.io/v1';
  const roleRef = (name: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name });
  const all = [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'operator', namespace: home } },
    ...site.namespaces.map((namespace) => ({
      apiVersion: api,
      kind: 'RoleBinding',
      metadata: { name: 'firedrill-operator', namespace },
      roleRef: roleRef('cluster-admin'),
      subjects,
    })),
    { apiVersion: api, kind: 'ClusterRole', metadata: { name: home }, rules: site.clusterRules ?? [] },
    { apiVersion: api, kind: 'ClusterRoleBinding', metadata: { name: home }, roleRef: roleRef(home), subjects },
  ];
  return all.map((each) => stringify(each)).join('---\n');
};
