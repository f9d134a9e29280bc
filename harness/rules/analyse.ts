import type { SyntaxNode } from '@lezer/common';
import { parseDuration } from '../core/index.ts';
import { childrenOf, nodesOf, parsePromql } from './promql-tree.ts';

/** How an alert's expression decides, as far as drills need to know. */
export type RuleShape = {
  /** `up` compares `up` with 0, `rate` a rate or increase, `quantile` a histogram quantile, `age` `time() - x`. */
  readonly kind: 'up' | 'rate' | 'quantile' | 'age' | 'other';
  /** The side of the top comparison that varies; the whole expression where there is no comparison with a number. */
  readonly lhs: string;
  readonly operator: string;
  /** NaN where there is no comparison with a number. */
  readonly threshold: number;
  /** The longest range in the expression, in ms; 0 when it has none. */
  readonly windowMs: number;
  /** Every metric that is selected by name. */
  readonly metrics: readonly string[];
};

const comparisons = new Set(['Gtr', 'Gte', 'Lss', 'Lte', 'Eql', 'EqlC', 'Neq']);

/** Reads the shape of an expression off its syntax tree; an expression that does not parse is `other`. */
export const analyse = (expr: string): RuleShape => {
  const { tree } = parsePromql(expr);
  const windowMs = Math.max(0, ...nodesOf(tree, 'MatrixSelector', 'SubqueryExpr').map((node) => rangeOf(node, expr)));
  const metrics = [...new Set(nodesOf(tree, 'VectorSelector').flatMap((node) => metricOf(node, expr)))];
  const top = unwrap(tree.topNode.firstChild);
  const compared = top === undefined ? undefined : comparison(top, expr);
  if (compared === undefined) return { kind: 'other', lhs: expr, operator: '', threshold: NaN, windowMs, metrics };
  return { ...compared, lhs: textOf(compared.lhs, expr), kind: kindOf(compared.lhs, expr), windowMs, metrics };
};

const textOf = (node: SyntaxNode, expr: string): string => expr.slice(node.from, node.to);

const unwrap = (node: SyntaxNode | null): SyntaxNode | undefined => {
  if (node === null) return undefined;
  const inner = node.name === 'ParenExpr' ? childrenOf(node).find(({ name }) => !/^[()]$/.test(name)) : undefined;
  return inner === undefined ? node : unwrap(inner);
};

const mirrored: Readonly<Record<string, string>> = {
  '>': '<',
  '<': '>',
  '>=': '<=',
  '<=': '>=',
  '==': '==',
  '!=': '!=',
};

const comparison = (
  node: SyntaxNode,
  expr: string,
): { lhs: SyntaxNode; operator: string; threshold: number } | undefined => {
  if (node.name !== 'BinaryExpr') return undefined;
  const parts = childrenOf(node).filter(({ name }) => name !== 'BoolModifier');
  const [left, operator, right] = parts;
  if (left === undefined || operator === undefined || right === undefined || !comparisons.has(operator.name))
    return undefined;
  const sign = textOf(operator, expr);
  const rightNumber = numberOf(right, expr);
  if (rightNumber !== undefined) return { lhs: left, operator: sign, threshold: rightNumber };
  const leftNumber = numberOf(left, expr);
  return leftNumber === undefined ? undefined : { lhs: right, operator: mirrored[sign] ?? sign, threshold: leftNumber };
};

/** A literal, a duration literal in seconds, either negated or in parentheses. */
const numberOf = (raw: SyntaxNode, expr: string): number | undefined => {
  const node = unwrap(raw);
  if (node?.name === 'UnaryExpr') {
    const inner = childrenOf(node).at(-1);
    const value = inner === undefined ? undefined : numberOf(inner, expr);
    return value === undefined ? undefined : expr[node.from] === '-' ? -value : value;
  }
  if (node?.name !== 'NumberDurationLiteral') return undefined;
  const text = textOf(node, expr);
  const value = Number(text);
  if (!Number.isNaN(value)) return value;
  const durationMs = parseDuration(text);
  return durationMs === undefined ? undefined : durationMs / 1000;
};

const rangeOf = (node: SyntaxNode, expr: string): number => {
  const literal = node.getChild('DurationExpr')?.getChild('NumberDurationLiteralInDurationContext');
  return literal == null ? 0 : durationOf(textOf(literal, expr));
};

/** A duration, or a bare number of seconds, in ms. */
export const durationOf = (text: string): number => parseDuration(text) ?? Number(text) * 1000;

const metricOf = (node: SyntaxNode, expr: string): string[] => {
  const name = node.getChild('Identifier');
  return name === null ? [] : [textOf(name, expr)];
};

const kindOf = (raw: SyntaxNode, expr: string): RuleShape['kind'] => {
  const node = unwrap(raw);
  if (node === undefined) return 'other';
  if (node.name === 'VectorSelector') return metricOf(node, expr)[0] === 'up' ? 'up' : 'other';
  if (node.name === 'FunctionCall') {
    const called = node.getChild('FunctionIdentifier')?.firstChild?.name;
    if (called === 'HistogramQuantile') return 'quantile';
    return called === 'Rate' || called === 'Increase' || called === 'Irate' ? 'rate' : 'other';
  }
  if (node.name === 'AggregateExpr') {
    const inner =
      node.getChild('FunctionCallBody')?.firstChild?.nextSibling ?? node.getChild('FunctionCallBody')?.firstChild;
    return inner == null ? 'other' : kindOf(inner, expr) === 'rate' ? 'rate' : 'other';
  }
  return node.name === 'BinaryExpr' && /^time\s*\(\s*\)\s*-/.test(textOf(node, expr)) ? 'age' : 'other';
};
