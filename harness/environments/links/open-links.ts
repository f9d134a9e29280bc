import { join } from 'node:path';
import type { DeliverySpec, Link } from '../../contract/index.ts';
import { HarnessError, type UndoStack } from '../../core/index.ts';
import { openLink, type LinkOptions, type OpenedLink } from './open-link.ts';
import { startToxiproxy, type ToxiproxyOptions } from './toxiproxy.ts';

type Values = Readonly<Record<string, string>>;

/** The links of a drill. */
export type Links = {
  /** The placeholders' values as one replica gets them: what it reaches through a link stands for that link. */
  readonly valuesOf: (replica: number) => Values;
  /** Throws `INTERNAL` where the drill's setup has no such link. */
  readonly link: (to: string, replica?: number) => Link;
};

export type LinksOptions = Omit<ToxiproxyOptions, 'command'> & {
  readonly spec: DeliverySpec;
  readonly programs: Readonly<Record<string, string>>;
};

/**
 * Opens a link for each replica and address that the setup names, through one toxiproxy; `values` are those without links.
 * Throws `DRILL_INVALID` for an address that there is not, `TOOL_MISSING` where there is no toxiproxy.
 */
export const openLinks = async (options: LinksOptions, values: Values, undo: UndoStack): Promise<Links> => {
  const { spec, clock } = options;
  const opened: OpenedLink[] = [];
  const names = spec.links ?? [];
  const targets = names.map((to) => ({ to, target: portOf(to, values, spec.drill) }));
  const toxiproxy = targets.length === 0 ? undefined : undo.use('stop toxiproxy', await start(options));
  for (let replica = 0; toxiproxy !== undefined && replica < (spec.replicas ?? 1); replica += 1) {
    for (const { to, target } of targets) {
      opened.push(await openLink({ replica, to, target, speaks: speaks[to] ?? 'http', toxiproxy, clock }, undo));
    }
  }
  const through = ({ to, port }: OpenedLink): [string, string] => {
    const address = values[placeholderOf(to)] ?? '';
    return [placeholderOf(to), address.replace(`:${portOf(to, values, spec.drill)}`, `:${port}`)];
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

const start = async ({ programs, folder, ...options }: LinksOptions) => {
  const command = programs[tool];
  if (command === undefined)
    throw new HarnessError('TOOL_MISSING', { what: tool, next: '`firedrill doctor` says why' });
  return await startToxiproxy({ ...options, command, folder: join(folder, 'toxiproxy') });
};

const tool = 'toxiproxy-server';

const speaks: Readonly<Record<string, LinkOptions['speaks']>> = { database: 'postgres', kubernetes: 'https' };

/** What is no sink has more than an address: only its `url` goes through the link. */
const placeholderOf = (to: string): string => (to in speaks ? `${to}.url` : to);

const portOf = (to: string, values: Values, drill: string): number => {
  const address = values[placeholderOf(to)];
  if (address !== undefined && (to in speaks || to.startsWith('sink.'))) return Number(new URL(address).port);
  throw new HarnessError('DRILL_INVALID', { what: 'a link to what is not there', where: drill, got: to });
};
