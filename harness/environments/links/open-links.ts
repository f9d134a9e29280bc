import type { DeliverySpec, Link } from '../../contract/index.ts';
import { HarnessError, type Clock, type UndoStack } from '../../core/index.ts';
import { openLink, type LinkOptions, type OpenedLink } from './open-link.ts';
import type { ListeningPlace } from '../listening-place.ts';
import type { Address } from './address.ts';
import type { Toxiproxy } from './toxiproxy.ts';

type Values = Readonly<Record<string, string>>;

/** The links of a drill. */
export type Links = {
  /** The placeholders' values as one replica gets them: what it reaches through a link stands for that link. */
  readonly valuesOf: (replica: number) => Values;
  /** Throws `INTERNAL` where the drill's setup has no such link. */
  readonly link: (to: string, replica?: number) => Link;
};

export type LinksOptions = {
  readonly spec: DeliverySpec;
  /** Starts toxiproxy, which is asked for only where there are links. */
  readonly startToxiproxy: () => Promise<Toxiproxy>;
  /** Where links listen, and the host at which replicas reach them. */
  readonly place: ListeningPlace;
  readonly clock: Clock;
};

/**
 * Opens a link for each replica and address that the setup names, through one toxiproxy; `values` are those without links.
 * Throws `DRILL_INVALID` for an address that there is not.
 */
export const openLinks = async (options: LinksOptions, values: Values, undo: UndoStack): Promise<Links> => {
  const { spec, place, clock } = options;
  const opened: OpenedLink[] = [];
  const names = spec.links ?? [];
  const targets = names.map((to) => ({ to, target: targetOf(to, values, spec.drill) }));
  const toxiproxy = targets.length === 0 ? undefined : undo.use('stop toxiproxy', await options.startToxiproxy());
  for (let replica = 0; toxiproxy !== undefined && replica < (spec.replicas ?? 1); replica += 1) {
    for (const { to, target } of targets) {
      const { listen } = place;
      const speaksAs = speaks[to] ?? 'http';
      opened.push(await openLink({ replica, to, target, speaks: speaksAs, toxiproxy, listen, clock }, undo));
    }
  }
  const through = ({ to, port }: OpenedLink): [string, string] => {
    const address = values[placeholderOf(to)] ?? '';
    const { host } = new URL(address);
    return [placeholderOf(to), address.replace(host, `${place.reached}:${port}`)];
  };
  return {
    valuesOf: (replica) => ({
      ...values,
      ...Object.fromEntries(opened.filter((link) => link.replica === replica).map(through)),
    }),
    link(to, replica = 0) {
      const found = opened.find((link) => link.to === to && link.replica === replica);
      if (found !== undefined) return found;
      throw new HarnessError('INTERNAL', { what: `no link to ${to} of replica ${replica}`, where: spec.drill });
    },
  };
};

const speaks: Readonly<Record<string, LinkOptions['speaks']>> = { database: 'postgres', kubernetes: 'https' };

/** What is no sink has more than an address: only its `url` goes through the link. */
const placeholderOf = (to: string): string => (to in speaks ? `${to}.url` : to);

const targetOf = (to: string, values: Values, drill: string): Address => {
  const address = values[placeholderOf(to)];
  if (address === undefined || !(to in speaks || to.startsWith('sink.')))
    throw new HarnessError('DRILL_INVALID', { what: 'a link to what is not there', where: drill, got: to });
  const { hostname: host, port } = new URL(address);
  return { host, port: Number(port) };
};
