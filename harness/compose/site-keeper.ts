import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment, OpenSite, RunbookSite } from '../contract/index.ts';
import { HarnessError, type Clock } from '../core/index.ts';
import { openSite } from '../runbooks/index.ts';

type Options = {
  readonly root: string;
  readonly runId: string;
  readonly environment: Environment;
  readonly programs: Readonly<Record<string, string>>;
  readonly clock: Clock;
};

/** The sites of a run, each opened once; one that another needs the namespaces of is closed before that. */
export type SiteKeeper = AsyncDisposable & {
  readonly open: (site: RunbookSite, signal: AbortSignal) => Promise<OpenSite>;
};

/** Keeps the sites of a run until it is disposed. */
export const siteKeeper = (options: Options): SiteKeeper => {
  const sites = new Map<RunbookSite, Promise<OpenSite>>();
  const close = async (site: RunbookSite): Promise<void> => {
    const opening = sites.get(site);
    sites.delete(site);
    const open = await opening?.catch(() => undefined);
    await open?.[Symbol.asyncDispose]();
  };
  return {
    async open(site, signal) {
      const known = sites.get(site);
      if (known !== undefined) return await known;
      const clashing = [...sites.keys()].filter(({ namespaces }) =>
        namespaces.some((each) => site.namespaces.includes(each)),
      );
      for (const each of clashing) await close(each);
      const opening = openOne(site, options, signal);
      sites.set(site, opening);
      opening.catch(() => sites.delete(site));
      return await opening;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...sites.keys()].map(close));
    },
  };
};

const openOne = async (site: RunbookSite, options: Options, signal: AbortSignal): Promise<OpenSite> => {
  const { root, runId, environment, programs, clock } = options;
  const access = environment.clusterAccess;
  if (access === undefined)
    throw new HarnessError('CLUSTER_MISSING', { what: 'the environment gives no access', where: environment.name });
  const texts = await Promise.all(site.manifests.map(async (path) => await readFile(join(root, path), 'utf8')));
  const text = texts.join('\n---\n');
  const systems = [...new Set([...text.matchAll(/\$\{image\.([\w-]+)\}/g)].map(([, name = '']) => name))];
  const images = await Promise.all(systems.map(async (name) => [name, await access.image(name)] as const));
  const manifests = images.reduce((all, [name, image]) => all.replaceAll(`\${image.${name}}`, image), text);
  return await openSite({ site, manifests, kubeconfig: access.kubeconfig, runId, programs, clock, signal });
};
