import type { SyntaxNode } from '@lezer/common';
import { metricOf } from './metrics-of.ts';
import { childrenOf, textOf, unwrap } from './promql-tree.ts';
import { constantOf } from './promql-value.ts';

/** The top comparison of an expression, with the number on the right. */
export type Comparison = {
  readonly lhs: SyntaxNode;
  readonly operator: string;
  readonly threshold: number;
  /** Compared with `bool`, it gives 0 or 1 and so always raises the alert. */
  readonly isBool: boolean;
};

export type RuleKind = {
  /**
   * `up` is true of `up` at 0 and false at 1; `rate` has a rate or increase, `quantile` a histogram quantile, `age`
   * `time() - x` over a number, each perhaps summed or picked by an aggregation; `ratio` divides a rate by something else,
   * such as another rate or a limit, and `self-ratio` divides each series of a rate by itself, because the labels of both
   * sides are all kept; `other` is all else.
   */
  readonly kind: 'up' | 'rate' | 'quantile' | 'age' | 'ratio' | 'self-ratio' | 'other';
  /** Whether the threshold of a `rate` is a number of events a second, or one in the whole window (`increase`). */
  readonly per: 'second' | 'window';
};

/** Aggregations whose value moves like that of the one series which a drill disturbs. */
const transparent = ['Sum', 'Max', 'Min', 'Avg'];
const other: RuleKind = { kind: 'other', per: 'second' };

/** Names what a comparison compares. */
export const kindOf = (comparison: Comparison, expr: string): RuleKind => {
  const { lhs, operator, isBool } = comparison;
  if (isBool) return other;
  const node = unwrap(lhs);
  if (node.name === 'VectorSelector')
    return metricOf(node, expr) === 'up' && isTrueOnlyOfDown(comparison) ? { kind: 'up', per: 'second' } : other;
  return operator === '>' || operator === '>=' ? over(node, expr) : other;
};

const isTrueOnlyOfDown = ({ operator, threshold }: Comparison): boolean =>
  ({
    '==': threshold === 0,
    '!=': threshold === 1,
    '<': threshold > 0 && threshold <= 1,
    '<=': threshold >= 0 && threshold < 1,
  })[operator] ?? false;

const over = (raw: SyntaxNode, expr: string): RuleKind => {
  const node = unwrap(raw);
  if (node.name === 'FunctionCall') return calls[calledBy(node)] ?? other;
  if (node.name === 'AggregateExpr') {
    const operation = node.getChild('AggregateOp')?.firstChild?.name ?? '';
    const inner = node.getChild('FunctionCallBody');
    const of = inner === null ? undefined : childrenOf(inner).at(-1);
    return of !== undefined && transparent.includes(operation) ? over(of, expr) : other;
  }
  return node.name === 'BinaryExpr' ? ofBinary(node, expr) : other;
};

const ofBinary = (node: SyntaxNode, expr: string): RuleKind => {
  const [left, operator, ...rest] = childrenOf(node);
  const right = rest.at(-1);
  if (left === undefined || right === undefined) return other;
  if (operator?.name === 'Sub') return calledBy(unwrap(left)) === 'Time' ? { kind: 'age', per: 'second' } : other;
  if (operator?.name !== 'Div' || constantOf(right, expr) !== undefined) return other;
  if (over(left, expr).kind !== 'rate') return other;
  const isSelf = rest.length === 1 && selectsWithin(unwrap(left), unwrap(right), expr);
  return { kind: isSelf ? 'self-ratio' : 'ratio', per: 'second' };
};

/**
 * Whether both sides are the same function over the same range of one metric, with no aggregation between, and the left
 * selects all that the right does and more: then one-to-one matching by all labels pairs each series with itself.
 */
const selectsWithin = (left: SyntaxNode, right: SyntaxNode, expr: string): boolean => {
  const [a, b] = [selectionOf(left, expr), selectionOf(right, expr)];
  return (
    a !== undefined && b !== undefined && a.around === b.around && b.matchers.every((each) => a.matchers.includes(each))
  );
};

const selectionOf = (node: SyntaxNode, expr: string): { around: string; matchers: string[] } | undefined => {
  if (node.name !== 'FunctionCall' || calls[calledBy(node)]?.kind !== 'rate') return undefined;
  const selector = node.getChild('FunctionCallBody')?.getChild('MatrixSelector')?.getChild('VectorSelector');
  if (selector == null) return undefined;
  const matchers = selector.getChild('LabelMatchers');
  const around = `${expr.slice(node.from, selector.from)}${metricOf(selector, expr) ?? ''}${expr.slice(selector.to, node.to)}`;
  return {
    around: around.replaceAll(/\s/g, ''),
    matchers: matchers === null ? [] : childrenOf(matchers).map((each) => textOf(each, expr).replaceAll(/\s/g, '')),
  };
};

const calls: Readonly<Record<string, RuleKind>> = {
  Rate: { kind: 'rate', per: 'second' },
  Increase: { kind: 'rate', per: 'window' },
  HistogramQuantile: { kind: 'quantile', per: 'second' },
};

const calledBy = (node: SyntaxNode): string => node.getChild('FunctionIdentifier')?.firstChild?.name ?? '';
