import { isMap, isSeq, parseDocument, type Document, type Node, type YAMLMap } from 'yaml';
import type { Rewrite } from '../contract/index.ts';
import { formatDuration, parseDuration } from '../core/index.ts';
import { Located } from './invalid-at.ts';
import { scalarText } from './load-rules.ts';

type Compressed = { readonly text: string; readonly rewrites: Rewrite[] };
type Settle = (map: YAMLMap, key: string, where: string, fallback?: string) => void;

/** Divides Prometheus' scrape and evaluation durations by `speed`; its defaults are written out. */
export const compressPrometheus = (text: string, path: string, speed: number): Compressed =>
  compress({ text, path, speed, code: 'CONFIG_INVALID' }, (document, settle) => {
    const global = childMap(document, document.contents, 'global');
    settle(global, 'scrape_interval', 'global', '1m');
    settle(global, 'scrape_timeout', 'global', '10s');
    settle(global, 'evaluation_interval', 'global', '1m');
    for (const [index, job] of mapsOf(document.get('scrape_configs')).entries()) {
      settle(job, 'scrape_interval', `scrape_configs ${index}`);
      settle(job, 'scrape_timeout', `scrape_configs ${index}`);
    }
  });

/** Divides Alertmanager's `resolve_timeout` and the timers of every route by `speed`; its defaults are written out. */
export const compressAlertmanager = (text: string, path: string, speed: number): Compressed =>
  compress({ text, path, speed, code: 'ALERTMANAGER_CONFIG_INVALID' }, (document, settle) => {
    settle(childMap(document, document.contents, 'global'), 'resolve_timeout', 'global', '5m');
    const root = childMap(document, document.contents, 'route');
    const defaults: Readonly<Record<string, string>> = {
      group_wait: '30s',
      group_interval: '5m',
      repeat_interval: '4h',
    };
    const walk = (route: YAMLMap, where: string): void => {
      for (const [key, fallback] of Object.entries(defaults))
        settle(route, key, where, where === 'route' ? fallback : undefined);
      mapsOf(route.get('routes')).forEach((child, index) => walk(child, `${where} › routes ${index}`));
    };
    walk(root, 'route');
  });

type Input = {
  readonly text: string;
  readonly path: string;
  readonly speed: number;
  readonly code: ConstructorParameters<typeof Located>[1];
};

const compress = (
  { text, path, speed, code }: Input,
  visit: (document: Document, settle: Settle) => void,
): Compressed => {
  const at = new Located(path, code);
  const document = parseDocument(text, { lineCounter: at.lines });
  const [error] = document.errors;
  if (error !== undefined) throw at.error(error.pos[0], { what: error.message.split('\n')[0] ?? 'not YAML' });
  const rewrites: Rewrite[] = [];
  visit(document, (map, key, where, fallback) => {
    const from = scalarText(map, key) ?? fallback;
    if (from === undefined) return;
    const ms = parseDuration(from);
    if (ms === undefined) {
      const node = map.get(key, true) as Node | undefined;
      throw at.error(node?.range?.[0] ?? 0, { what: `${key} is no duration`, expected: 'such as 5m', got: from });
    }
    const to = formatDuration(Math.max(1, ms / speed));
    rewrites.push({ where: `${path} › ${where} › ${key}`, from, to });
    map.set(key, to);
  });
  return speed === 1 ? { text, rewrites: [] } : { text: document.toString(), rewrites };
};

const childMap = (document: Document, parent: unknown, key: string): YAMLMap => {
  const found = isMap(parent) ? parent.get(key, true) : undefined;
  if (isMap(found)) return found;
  const made = document.createNode({}) as unknown as YAMLMap;
  if (isMap(parent)) parent.set(key, made);
  return made;
};

const mapsOf = (node: unknown): YAMLMap[] => (isSeq(node) ? node.items.filter((item) => isMap(item)) : []);
