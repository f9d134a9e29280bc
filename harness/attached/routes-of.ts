import { parse, stringify } from 'yaml';

type Config = {
  readonly route?: unknown;
  readonly receivers?: readonly Readonly<Record<string, unknown>>[];
  readonly time_intervals?: unknown;
  readonly mute_time_intervals?: unknown;
};

/** The tree of routes of a configuration, and the receivers in it that tell nobody. */
export type Routes = {
  /** A configuration that has the tree and nothing else: no secrets, templates or settings that amtool could refuse. */
  readonly tree: string;
  readonly silent: ReadonlySet<string>;
};

/** Reads the routes off a configuration of Alertmanager, as it is written or as its API gives it. */
export const routesOf = (config: string): Routes => {
  const { route, receivers = [], ...rest } = parse(config) as Config;
  const names = receivers.map(({ name }) => String(name));
  const intervals = Object.fromEntries(
    (['time_intervals', 'mute_time_intervals'] as const).flatMap((key) =>
      rest[key] === undefined ? [] : [[key, rest[key]]],
    ),
  );
  const silent = receivers.filter((receiver) => !Object.entries(receiver).some(isIntegration));
  return {
    tree: stringify({ route, receivers: names.map((name) => ({ name })), ...intervals }),
    silent: new Set(silent.map(({ name }) => String(name))),
  };
};

const isIntegration = ([key, value]: [string, unknown]): boolean =>
  key.endsWith('_configs') && Array.isArray(value) && value.length > 0;
