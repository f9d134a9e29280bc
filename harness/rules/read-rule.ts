import type { Node } from 'yaml';
import { exprOffset } from './expr-offset.ts';
import { parsePromql } from './promql-tree.ts';
import type { YamlFile } from './yaml-file.ts';

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

const ruleKeys = ['alert', 'record', 'expr', 'for', 'keep_firing_for', 'labels', 'annotations'];
const alertKeys = ['for', 'keep_firing_for', 'annotations'];

/** Reads one rule; throws `RULES_INVALID` where Prometheus would refuse it. */
export const readRule = (yaml: YamlFile, node: Node): Rule => {
  const map = yaml.map(node, 'rule', ruleKeys);
  const [alert, record] = [yaml.scalar(map, 'alert'), yaml.scalar(map, 'record')];
  if ((alert === undefined) === (record === undefined))
    throw yaml.error(map, { what: 'a rule is an alert or a record', expected: 'one of alert and record' });
  const misplaced = record === undefined ? undefined : alertKeys.find((key) => yaml.get(map, key) !== null);
  if (misplaced !== undefined)
    throw yaml.error(yaml.get(map, misplaced), { what: 'a recording rule cannot have this key', got: misplaced });
  return {
    alert,
    record,
    expr: readExpr(yaml, map),
    forMs: yaml.duration(map, 'for') ?? 0,
    keepFiringForMs: yaml.duration(map, 'keep_firing_for') ?? 0,
    labels: textsOf(yaml, map, 'labels'),
    annotations: textsOf(yaml, map, 'annotations'),
    line: yaml.lineOf(node),
  };
};

const readExpr = (yaml: YamlFile, map: Node): string => {
  const expr = yaml.scalar(map, 'expr');
  if (expr === undefined || expr.trim() === '')
    throw yaml.error(map, { what: 'a rule has no expression', expected: 'expr' });
  const { error } = parsePromql(expr);
  if (error === undefined) return expr;
  const name = /[a-z_]\w*\s*$/i.exec(expr.slice(0, error))?.[0] ?? '';
  const at = (offset: number): number => exprOffset(yaml.text, yaml.get(map, 'expr'), offset);
  if (name !== '' && expr.startsWith('(', error))
    throw yaml.error(at(error - name.length), { what: 'PromQL has no such function', got: name.trim() });
  throw yaml.error(at(error), {
    what: 'the expression is not PromQL',
    got: expr.slice(error, error + 40).trim() || 'its end',
  });
};

/** The texts of a mapping under a key, such as labels; none when the key is missing. */
export const textsOf = (yaml: YamlFile, parent: Node, key: string): Record<string, string> => {
  const node = yaml.get(parent, key);
  if (node === null) return {};
  const map = yaml.map(node, key);
  return Object.fromEntries(
    map.items.map((pair) => {
      const name = yaml.written(pair.key as Node, `a name in ${key}`);
      return [name, yaml.scalar(map, name) ?? ''];
    }),
  );
};
