import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock, type Clock } from '../core/index.ts';
import { pins as defaultPins, type Pin, type ToolName } from './pins.ts';
import type { ToolProgress } from './progress.ts';

export type ToolchainOptions = {
  /** Paths that win over everything else; `FIREDRILL_<TOOL>` is the same from the environment. */
  readonly explicit?: Readonly<Partial<Record<ToolName, string>>>;
  /** @default process.env */
  readonly env?: NodeJS.ProcessEnv;
  /** @default systemClock */
  readonly clock?: Clock;
  readonly onProgress?: (event: ToolProgress) => void;
  readonly signal?: AbortSignal | undefined;
  /** @default the pinned table */
  readonly pins?: Readonly<Record<ToolName, Pin>>;
  /** The folder with the Go modules that pin the sources. @default harness/toolchain/go */
  readonly goModules?: string;
};

/** The options of one search, with every default filled in. */
export type Search = {
  readonly name: ToolName;
  readonly pin: Pin;
  readonly explicit: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly emit: (event: ToolProgress) => void;
  readonly signal: AbortSignal | undefined;
  readonly goModules: string;
  /** The folder that holds `<name>-<version>/<name>` for each cached tool. */
  readonly cache: string;
};

/** The environment variable that names a tool's path: FIREDRILL_TOXIPROXY_SERVER. */
export const variableOf = (name: ToolName): string => `FIREDRILL_${name.toUpperCase().replaceAll('-', '_')}`;

/** The folder of downloaded and built tools of this user. */
const cacheFolder = (env: NodeJS.ProcessEnv): string => {
  const base = env['XDG_CACHE_HOME'];
  const root = base !== undefined && isAbsolute(base) ? base : join(env['HOME'] ?? homedir(), '.cache');
  return join(root, 'firedrill', 'tools');
};

/** Where the cache holds the pinned version of a tool. */
export const cachedPath = ({ cache, name, pin }: Pick<Search, 'cache' | 'name' | 'pin'>): string =>
  join(cache, `${name}-${pin.version}`, name);

/** Fills in the defaults for one tool. */
export const searchFor = (name: ToolName, options: ToolchainOptions): Search => {
  const { explicit = {}, env = process.env, clock = systemClock, onProgress, signal, pins = defaultPins } = options;
  return {
    name,
    pin: pins[name],
    explicit: explicit[name] ?? present(env[variableOf(name)]),
    env,
    clock,
    emit: onProgress ?? (() => undefined),
    signal,
    goModules: options.goModules ?? fileURLToPath(new URL('./go', import.meta.url)),
    cache: cacheFolder(env),
  };
};

/** An environment variable that is set to nothing counts as not set. */
export const present = (value: string | undefined): string | undefined => (value === '' ? undefined : value);
