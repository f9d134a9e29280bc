import { KubeConfig } from '@kubernetes/client-node';
import { HarnessError, messageOf } from '../../core/index.ts';

/** A context of a kubeconfig, and every name by which what it leads to is called. */
export type OpenContext = { readonly config: KubeConfig; readonly names: readonly string[] };

/**
 * Reads a kubeconfig, the usual one unless a file is named, and takes the context of the name; what is current in the file
 * is never taken for it. Throws `CLUSTER_MISSING` where there is no such file or context, with those that there are.
 */
export const openContext = (name: string, file: string | undefined): OpenContext => {
  const config = new KubeConfig();
  try {
    if (file === undefined) config.loadFromDefault();
    else config.loadFromFile(file);
  } catch (cause) {
    throw new HarnessError('CLUSTER_MISSING', {
      ...{ what: 'the kubeconfig cannot be read', where: file ?? '', got: messageOf(cause), cause },
      next: 'name another with --kubeconfig',
    });
  }
  const found = config.getContextObject(name);
  const known = config.getContexts().map((context) => context.name);
  if (found === null)
    throw new HarnessError('CLUSTER_MISSING', {
      ...{ what: 'there is no such context', got: name, next: `one of ${known.join(', ')}` },
    });
  config.setCurrentContext(name);
  const server = config.getCurrentCluster()?.server ?? '';
  return { config, names: [found.cluster, found.namespace ?? '', URL.parse(server)?.hostname ?? server] };
};
