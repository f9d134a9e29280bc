import { parse } from 'yaml';
import type { CheckRun } from '../contract/index.ts';
import type { Observed } from './judge-probe.ts';

type Asked = Pick<Extract<CheckRun, { kind: 'network-policy' }>, 'direction' | 'peers'>;
type Peer = Asked['peers'][string];
type Rule = {
  readonly from?: Selector[];
  readonly to?: Selector[];
  readonly ports?: { readonly protocol?: string; readonly port?: number }[];
};
type Selector = {
  readonly namespaceSelector?: { readonly matchLabels?: Record<string, string> };
  readonly ipBlock?: { readonly cidr: string };
};

/** Gives the peers that a NetworkPolicy shuts out, by its rules: what no rule allows is denied. Their count is the status. */
export const blockedPeers = (policy: string, { direction, peers }: Asked): Observed => {
  const { spec } = parse(policy) as { spec: { ingress?: Rule[]; egress?: Rule[] } };
  const rules = spec[direction] ?? [];
  const isAllowed = (peer: Peer): boolean =>
    rules.some((rule) => matchesEnd((direction === 'egress' ? rule.to : rule.from) ?? [], peer) && hasPort(rule, peer));
  const blocked = Object.entries(peers).flatMap(([name, peer]) => (isAllowed(peer) ? [] : [name]));
  return { status: blocked.length, output: `blocked: ${blocked.join(', ')}` };
};

/** An empty list is everyone. An address block is taken for the outside only where it is the whole of it. */
const matchesEnd = (selectors: readonly Selector[], { namespace }: Peer): boolean =>
  selectors.length === 0 ||
  selectors.some(({ namespaceSelector, ipBlock }) => {
    if (namespace === undefined) return ipBlock?.cidr === '0.0.0.0/0';
    if (namespaceSelector === undefined) return false;
    return Object.entries(namespaceSelector.matchLabels ?? {}).every(([key, value]) => namespace[key] === value);
  });

const hasPort = ({ ports = [] }: Rule, peer: Peer): boolean =>
  ports.length === 0 ||
  ports.some(({ protocol = 'TCP', port }) => protocol === peer.protocol && (port ?? peer.port) === peer.port);
