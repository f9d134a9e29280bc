import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type Node,
  type YAMLMap,
} from 'yaml';
import { HarnessError, parseDuration, type ErrorCode } from '../core/index.ts';

type Code = Extract<
  ErrorCode,
  | 'RULES_INVALID'
  | 'ALERTMANAGER_CONFIG_INVALID'
  | 'CONFIG_INVALID'
  | 'TEMPLATE_INVALID'
  | 'RECEIVER_SILENT'
  | 'INHIBITION_UNBOUND'
  | 'ALERT_AMBIGUOUS'
>;

/** A YAML text that is read with file, line and column for every complaint, each a `HarnessError` of the given code. */
export class YamlFile {
  readonly path: string;
  readonly text: string;
  readonly document: Document;
  readonly #code: Code;
  readonly #lines = new LineCounter();

  constructor(path: string, text: string, code: Code) {
    this.path = path;
    this.text = text;
    this.#code = code;
    const document = parseDocument(text, { lineCounter: this.#lines });
    this.document = document;
    const [error] = document.errors;
    if (error !== undefined) throw this.error(error.pos[0], { what: error.message.split('\n')[0] ?? 'not YAML' });
  }

  /** The error for an offset in the text, or for a node. */
  error(
    at: number | Node | null | undefined,
    details: { what: string; expected?: string; got?: string },
  ): HarnessError {
    const { line, col } = this.#lines.linePos(typeof at === 'number' ? at : (at?.range?.[0] ?? 0));
    return new HarnessError(this.#code, { ...details, where: `${this.path}:${line}:${col}` });
  }

  /** The line, counted from 1, on which a node begins. */
  lineOf(node: Node): number {
    return this.#lines.linePos(node.range?.[0] ?? 0).line;
  }

  /** What an alias stands for, and any other node itself. */
  resolve(node: unknown): Node | null {
    if (isAlias(node)) return node.resolve(this.document) ?? null;
    return isNode(node) ? node : null;
  }

  /** A node under a key; null when there is none, or none but `null`. */
  get(node: Node | null, key: string): Node | null {
    const found = isMap(node) ? this.resolve(node.get(key, true)) : null;
    return isScalar(found) && found.value === null ? null : found;
  }

  /** The entries of a list under a key; none when the key is missing. */
  items(node: Node | null, key: string): Node[] {
    return this.entries(this.get(node, key), key);
  }

  /** The entries of a list; none of nothing. */
  entries(list: Node | null, what: string): Node[] {
    if (list === null) return [];
    if (!isSeq(list)) throw this.error(list, { what: 'not a list', expected: `a list of ${what}` });
    return list.items.flatMap((item) => this.resolve(item) ?? []);
  }

  /** A mapping; throws for anything else, and for a key that is not among `keys`. */
  map(node: Node | null, what: string, keys?: readonly string[]): YAMLMap {
    if (!isMap(node)) throw this.error(node, { what: `not a ${what}`, expected: 'a mapping' });
    for (const { key } of node.items) {
      const name = isScalar(key) ? String(key.value) : '';
      if (keys === undefined || keys.includes(name)) continue;
      throw this.error(key as Node, { what: `unknown key of a ${what}`, expected: keys.join(', '), got: name });
    }
    return node;
  }

  /** A scalar under a key as it is written: `1.10` stays `1.10`. */
  scalar(node: Node | null, key: string): string | undefined {
    const found = this.get(node, key);
    return found === null ? undefined : this.written(found, key);
  }

  /** The text of a scalar node. */
  written(node: Node, what: string): string {
    if (!isScalar(node)) throw this.error(node, { what: `${what} is no text` });
    return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
  }

  /** A Prometheus duration under a key, in ms. */
  duration(node: Node | null, key: string): number | undefined {
    const got = this.scalar(node, key);
    if (got === undefined) return undefined;
    const ms = parseDuration(got);
    if (ms === undefined)
      throw this.error(this.get(node, key), { what: `${key} is no duration`, expected: 'such as 5m', got });
    return ms;
  }
}
