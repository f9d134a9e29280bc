import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenSite, RunbookSite } from '../contract/index.ts';
import { HarnessError, undoneOnFailure, type Clock, type UndoStack } from '../core/index.ts';
import { openApiServices } from './api-services.ts';
import { kubectlWith, type Kubectl } from './kubectl.ts';
import { accountNamespace, limitedAccess } from './limited-access.ts';
import { restore, snapshot } from './reset-site.ts';
import { openShell } from './run-in-shell.ts';
import { startServiceProxy } from './service-proxy.ts';

export type SiteOptions = {
  readonly site: RunbookSite;
  /** The site's manifests as text. */
  readonly manifests: string;
  /** A kubeconfig that may make namespaces and bind roles. */
  readonly kubeconfig: string;
  readonly runId: string;
  readonly programs: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

const label = 'firedrill.io/runbooks';
const readyMs = 180_000;

/**
 * Makes the namespaces of a site with what is in them, and a shell's way in that ends at them; disposal removes all of it.
 * Throws `CLUSTER_REFUSED` where a namespace is there that no earlier run left behind.
 */
export const openSite = async (options: SiteOptions): Promise<OpenSite> =>
  await undoneOnFailure(options.clock, async (undo) => await assemble(options, undo));

const assemble = async (options: SiteOptions, undo: UndoStack): Promise<OpenSite> => {
  const { site, manifests, programs, kubeconfig, clock, signal } = options;
  const kubectlPath = programs['kubectl'] ?? 'kubectl';
  const kubectl = kubectlWith(kubectlPath, kubeconfig);
  const own = [accountNamespace(site), ...site.namespaces];
  await takeNamespaces(kubectl, own);
  undo.defer('remove the namespaces', async () => await removeAll(kubectl, site, own), 180_000);
  const folder = await mkdtemp(join(tmpdir(), 'firedrill-site-'));
  undo.defer('remove the kubeconfig', async () => await rm(folder, { recursive: true, force: true }));
  await kubectl(['apply', '--server-side', '-n', site.namespaces[0] ?? '', '-f', '-'], manifests);
  const limited = join(folder, 'kubeconfig');
  await limitedAccess(kubectl, site, limited);
  const services = undo.use('end kubectl proxy', await openApiServices(kubectlPath, limited, site.namespaces));
  const proxy = undo.use('end the proxy', await startServiceProxy(services.resolve));
  const env = { KUBECONFIG: limited, http_proxy: proxy.url, no_proxy: 'localhost,127.0.0.1' };
  const path = process.env['PATH'] ?? '';
  const ready = async (): Promise<void> => {
    const surrounds = { folder, env: { ...env, HOME: folder, PATH: path } };
    await using shell = openShell(surrounds, clock);
    const { status, stdout, stderr } = await shell.run(site.ready, readyMs, signal);
    if (status !== 0)
      throw new HarnessError('STEADY_STATE', { what: `${site.name} is not ready`, got: `${stdout}${stderr}`.trim() });
  };
  await ready();
  const before = await snapshot(kubectl, site);
  return {
    env,
    async reset() {
      await restore(kubectl, site, before);
      await ready();
    },
    [Symbol.asyncDispose]: async () => await undo[Symbol.asyncDispose](),
  };
};

/** Makes each namespace; one that an earlier run left is removed first, and any other is not touched. */
const takeNamespaces = async (kubectl: Kubectl, names: readonly string[]): Promise<void> => {
  for (const name of names) {
    const found = await kubectl(['get', 'namespace', name, '-o', 'json', '--ignore-not-found']);
    if (found !== '') {
      const { metadata } = JSON.parse(found) as { metadata: { labels?: Record<string, string> } };
      if (metadata.labels?.[label] === undefined)
        throw new HarnessError('CLUSTER_REFUSED', {
          what: 'the namespace that the documents name is there already',
          where: name,
          next: 'rehearse on a cluster that does not have it',
        });
      await kubectl(['delete', 'namespace', name, '--wait=true', '--timeout=120s']);
    }
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { [label]: 'site' } } };
    await kubectl(['create', '-f', '-'], JSON.stringify(namespace));
  }
};

const removeAll = async (kubectl: Kubectl, site: RunbookSite, names: readonly string[]): Promise<void> => {
  const home = accountNamespace(site);
  for (const each of site.clusterObjects ?? []) await kubectl(['delete', each, '--ignore-not-found']);
  await kubectl(['delete', `clusterrole/${home}`, `clusterrolebinding/${home}`, '--ignore-not-found']);
  await kubectl(['delete', 'namespace', ...names, '--ignore-not-found', '--wait=true', '--timeout=150s']);
};
