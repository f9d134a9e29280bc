import { isMap, isScalar, isSeq, parseDocument, type Node, type YAMLMap } from 'yaml';
import type { RuleFile } from '../contract/index.ts';
import { parseDuration } from '../core/index.ts';
import { Located } from './invalid-at.ts';
import { parsePromql } from './promql-tree.ts';

export type Rule = {
  readonly alert: string | undefined;
  readonly record: string | undefined;
  readonly expr: string;
  readonly forMs: number;
  readonly keepFiringForMs: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Where the rule begins in its file, counted from 1. */
  readonly line: number;
};
export type RuleGroup = {
  readonly name: string;
  readonly intervalMs: number | undefined;
  readonly rules: readonly Rule[];
};
export type LoadedRules = {
  readonly path: string;
  readonly form: RuleFile['form'];
  readonly text: string;
  readonly groups: readonly RuleGroup[];
};

const groupKeys = ['name', 'interval', 'query_offset', 'limit', 'labels', 'rules'];
const ruleKeys = ['alert', 'record', 'expr', 'for', 'keep_firing_for', 'labels', 'annotations'];

/**
 * Loads rules as strictly as Prometheus does. Throws `RULES_INVALID` with file, line and column for YAML or PromQL that
 * does not parse, an unknown key, a missing expression, a bad duration, or an alert twice in a group.
 */
export const loadRules = (file: RuleFile, text: string): LoadedRules => {
  const at = new Located(file.path, 'RULES_INVALID');
  const document = parseDocument(text, { lineCounter: at.lines });
  const [error] = document.errors;
  if (error !== undefined) throw at.error(error.pos[0], { what: error.message.split('\n')[0] ?? 'not YAML' });
  const root = document.contents;
  const reader = new Reader(at);
  if (file.form === 'bare-list') {
    const rules = reader.items(root, 'a list of rules').map((rule) => reader.rule(rule, text));
    return {
      path: file.path,
      form: file.form,
      text,
      groups: [{ name: file.group ?? 'rules', intervalMs: undefined, rules }],
    };
  }
  const spec = file.form === 'prometheus-rule' ? reader.child(root, 'spec') : root;
  const groups = reader.items(reader.child(spec, 'groups'), 'groups').map((group) => reader.group(group, text));
  return { path: file.path, form: file.form, text, groups };
};

/** Reads nodes of a rule file, each complaint with its place. */
class Reader {
  readonly #at: Located;

  constructor(at: Located) {
    this.#at = at;
  }

  child(node: Node | null, key: string): Node | null {
    const found = isMap(node) ? node.get(key, true) : undefined;
    if (found === undefined) throw this.#at.error(offsetOf(node), { what: 'a key is missing', expected: key });
    return found;
  }

  items(node: Node | null, expected: string): Node[] {
    if (!isSeq(node) || node.items.length === 0)
      throw this.#at.error(offsetOf(node), { what: 'not a list with entries', expected });
    return node.items as Node[];
  }

  group(node: Node, text: string): RuleGroup {
    const map = this.#map(node, groupKeys, 'group');
    const rules = this.items(this.child(map, 'rules'), 'rules').map((rule) => this.rule(rule, text));
    const names = rules.map(({ alert }) => alert);
    const twice = rules.find(({ alert }, index) => alert !== undefined && names.indexOf(alert) < index);
    if (twice !== undefined)
      throw this.#at.error(offsetOf(node), { what: 'an alert stands twice in a group', got: twice.alert ?? '' });
    return { name: this.#text(map, 'name') ?? '', intervalMs: this.#duration(map, 'interval'), rules };
  }

  rule(node: Node, text: string): Rule {
    const map = this.#map(node, ruleKeys, 'rule');
    const [alert, record, expr] = ['alert', 'record', 'expr'].map((key) => this.#text(map, key));
    if (expr === undefined)
      throw this.#at.error(offsetOf(node), { what: 'a rule has no expression', expected: 'expr' });
    if ((alert === undefined) === (record === undefined)) {
      throw this.#at.error(offsetOf(node), {
        what: 'a rule is an alert or a record',
        expected: 'one of alert and record',
      });
    }
    this.#checkExpr(map, expr, text);
    return {
      alert,
      record,
      expr,
      forMs: this.#duration(map, 'for') ?? 0,
      keepFiringForMs: this.#duration(map, 'keep_firing_for') ?? 0,
      labels: this.#texts(map, 'labels'),
      annotations: this.#texts(map, 'annotations'),
      line: this.#at.lineOf(offsetOf(node)),
    };
  }

  #map(node: Node, keys: readonly string[], what: string): YAMLMap {
    if (!isMap(node))
      throw this.#at.error(offsetOf(node), { what: `not a ${what}`, expected: `keys ${keys.join(', ')}` });
    for (const { key } of node.items) {
      const name = isScalar(key) ? String(key.value) : '';
      if (!keys.includes(name)) {
        throw this.#at.error(offsetOf(key as Node), {
          what: `unknown key of a ${what}`,
          expected: keys.join(', '),
          got: name,
        });
      }
    }
    return node;
  }

  #text(map: YAMLMap, key: string): string | undefined {
    return scalarText(map, key);
  }

  #texts(map: YAMLMap, key: string): Record<string, string> {
    const value = map.get(key);
    if (!isMap(value)) return {};
    return Object.fromEntries(
      Object.entries(value.toJSON() as Record<string, unknown>).map(([name, each]) => [name, String(each)]),
    );
  }

  #duration(map: YAMLMap, key: string): number | undefined {
    const text = this.#text(map, key);
    if (text === undefined) return undefined;
    const ms = parseDuration(text);
    if (ms === undefined) {
      throw this.#at.error(offsetOf(map.get(key, true)), {
        what: `${key} is no duration`,
        expected: 'such as 5m',
        got: text,
      });
    }
    return ms;
  }

  /** Points into the file where the expression stands there as it is, else to where it begins. */
  #checkExpr(map: YAMLMap, expr: string, text: string): void {
    const { error } = parsePromql(expr);
    if (error === undefined) return;
    const start = offsetOf(map.get('expr', true));
    const verbatim = text.indexOf(expr.trim(), start);
    throw this.#at.error(verbatim === -1 ? start : verbatim + error, {
      what: 'the expression is not PromQL',
      got: expr.slice(error, error + 40) || 'its end',
    });
  }
}

/** A scalar as text; undefined where there is none. */
export const scalarText = (map: YAMLMap, key: string): string | undefined => {
  const value: unknown = map.get(key);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
};

const offsetOf = (node: Node | null | undefined): number => node?.range?.[0] ?? 0;
