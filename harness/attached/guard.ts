import { HarnessError } from '../core/index.ts';

/** What was asked for on the command line, and the names of what it would reach. */
export type Disruption = {
  readonly allowed: boolean;
  /** The namespaces that may be disturbed. */
  readonly namespaces: readonly string[];
  readonly context: string | undefined;
  /** Where the system runs. */
  readonly namespace: string | undefined;
  /** The name that was repeated because it looks like production. */
  readonly production: string | undefined;
  /** Every other name of what would be reached: cluster, server, hosts of addresses. */
  readonly names: readonly string[];
};

const productionWords = ['prod', 'production', 'prd', 'live'];
const clusterNamespaces = ['kube-system', 'kube-public', 'kube-node-lease'];

/**
 * Throws `DISRUPTION_REFUSED` unless what runs may be disturbed: allowed, by a context that is named, in a namespace that is
 * listed by its name, and, where any name looks like production, with the context's name given twice.
 */
export const mustAllowDisruption = (asked: Disruption): void => {
  const refusal = refusalOf(asked);
  if (refusal !== undefined) throw new HarnessError('DISRUPTION_REFUSED', refusal);
};

const refusalOf = (asked: Disruption): { what: string; got?: string; next: string } | undefined => {
  const { allowed, namespaces, context, namespace = '' } = asked;
  if (!allowed) return { what: 'these drills disturb what runs', next: 'give --allow-disruption, if that is meant' };
  if (context === undefined)
    return { what: 'what runs is disturbed through its cluster, and no context is named', next: 'give --context' };
  if (!namespaces.includes(namespace) || namespace === '') {
    const next = 'name where the system runs with --namespace, and list it with --namespaces';
    return { what: 'the namespace is not among those that may be disturbed', got: namespace, next };
  }
  if (clusterNamespaces.includes(namespace))
    return { what: "a cluster's own namespace is never disturbed", got: namespace, next: 'name another' };
  return productionRefusal(asked, context, namespace);
};

const productionRefusal = (
  { names, production }: Disruption,
  context: string,
  namespace: string,
): { what: string; got: string; next: string } | undefined => {
  const live = [context, namespace, ...names].filter(looksLikeProduction);
  if (live.length === 0 || production === context) return undefined;
  const next = `repeat the context's name with --production, if that is meant`;
  return { what: 'this looks like production', got: live.join(', '), next };
};

/** Whether one of the words of a name is one by which production is called: `eks-prod-1` has one, `product-api` none. */
export const looksLikeProduction = (name: string): boolean =>
  name
    .replaceAll(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .some((word) => productionWords.includes(word));
