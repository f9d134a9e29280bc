import type { Node, YAMLMap } from 'yaml';
import type { Rewrite } from '../contract/index.ts';
import { formatDuration } from '../core/index.ts';
import { scaleMs } from './scale-ms.ts';
import { YamlFile } from './yaml-file.ts';

type Compressed = { readonly text: string; readonly rewrites: Rewrite[] };

const minuteMs = 60_000;

/** A busy machine may answer no scrape in less, and a scrape that fails makes `for` begin again. */
const leastTimeoutMs = 1_000;

/**
 * Divides Prometheus' scrape, evaluation and query-offset durations by `speed`; its defaults are written out. At speed 1
 * the text is checked and given as it is. Throws `CONFIG_INVALID` with file, line and column.
 */
export const compressPrometheus = (text: string, path: string, speed: number): Compressed => {
  const config = new Config(new YamlFile(path, text, 'CONFIG_INVALID'), speed);
  const global = config.child('global');
  const scrapeMs = config.scale(global, 'scrape_interval', 'global', minuteMs) ?? minuteMs;
  // Prometheus takes the interval itself where it is shorter than the default timeout.
  const timeoutMs = Math.min(10_000, scrapeMs);
  config.scale(global, 'scrape_timeout', 'global', timeoutMs, Math.min(leastTimeoutMs, scaleMs(scrapeMs, speed)));
  config.scale(global, 'evaluation_interval', 'global', minuteMs);
  config.scale(global, 'rule_query_offset', 'global');
  for (const [index, job] of config.yaml.items(config.root, 'scrape_configs').entries()) {
    const where = `scrape_configs ${config.yaml.scalar(job, 'job_name') ?? index}`;
    const ownMs = config.scale(job, 'scrape_interval', where) ?? scrapeMs;
    config.scale(job, 'scrape_timeout', where, undefined, Math.min(leastTimeoutMs, scaleMs(ownMs, speed)));
  }
  return config.written();
};

const routeDefaultsMs = { group_wait: 30_000, group_interval: 5 * minuteMs, repeat_interval: 240 * minuteMs } as const;

/**
 * Divides Alertmanager's `resolve_timeout` and the timers of every route by `speed`; the defaults of the root are written
 * out. At speed 1 the text is checked and given as it is. Throws `ALERTMANAGER_CONFIG_INVALID` with file, line and column.
 */
export const compressAlertmanager = (text: string, path: string, speed: number): Compressed => {
  const config = new Config(new YamlFile(path, text, 'ALERTMANAGER_CONFIG_INVALID'), speed);
  if (config.yaml.get(config.root, 'route') === null)
    throw config.yaml.error(config.root, { what: 'a key is missing', expected: 'route' });
  config.scale(config.child('global'), 'resolve_timeout', 'global', 5 * minuteMs);
  const visit = (route: Node, where: string): void => {
    for (const [key, defaultMs] of Object.entries(routeDefaultsMs))
      config.scale(route, key, where, where === 'route' ? defaultMs : undefined);
    config.yaml.items(route, 'routes').forEach((child, index) => visit(child, `${where} › routes ${index}`));
  };
  visit(config.child('route'), 'route');
  return config.written();
};

/** A configuration whose durations are divided where they stand. */
class Config {
  readonly yaml: YamlFile;
  readonly root: YAMLMap;
  readonly #speed: number;
  readonly #rewrites: Rewrite[] = [];
  readonly #done = new Map<YAMLMap, Set<string>>();

  constructor(yaml: YamlFile, speed: number) {
    this.yaml = yaml;
    this.root = yaml.map(yaml.document.contents, 'configuration');
    this.#speed = speed;
  }

  /** The mapping under a key of the root, made when it is not there. */
  child(key: string): YAMLMap {
    const found = this.yaml.get(this.root, key);
    if (found !== null) return this.yaml.map(found, key);
    const made = this.yaml.document.createNode({});
    this.root.set(key, made);
    return made;
  }

  /** Divides a duration, or the default where it is not written, to no less than `leastMs`; gives what it was in ms. */
  scale(
    node: Node,
    key: string,
    where: string,
    ...[defaultMs, leastMs = 0]: (number | undefined)[]
  ): number | undefined {
    const map = this.yaml.map(node, where);
    if (!this.#isFirst(map, key)) return undefined;
    const ms = this.yaml.duration(map, key) ?? defaultMs;
    if (ms === undefined) return undefined;
    const from = this.yaml.scalar(map, key) ?? formatDuration(ms);
    const to = formatDuration(Math.max(Math.min(ms, leastMs), scaleMs(ms, this.#speed)));
    this.#rewrites.push({ where: `${this.yaml.path} › ${where} › ${key}`, from, to });
    map.set(key, to);
    return ms;
  }

  written(): Compressed {
    if (this.#speed === 1) return { text: this.yaml.text, rewrites: [] };
    return { text: this.yaml.document.toString({ lineWidth: 0 }), rewrites: this.#rewrites };
  }

  /** Whether a key is met for the first time: an anchor's mapping is met again at each of its aliases. */
  #isFirst(map: YAMLMap, key: string): boolean {
    const keys = this.#done.get(map) ?? new Set();
    this.#done.set(map, keys);
    const isFirst = !keys.has(key);
    keys.add(key);
    return isFirst;
  }
}
