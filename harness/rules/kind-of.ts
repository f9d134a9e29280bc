import type { SyntaxNode } from '@lezer/common';
import { metricOf } from './metrics-of.ts';
import { childrenOf, unwrap } from './promql-tree.ts';

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
   * `time() - x` over a number, each perhaps summed or picked by an aggregation; `other` is all else.
   */
  readonly kind: 'up' | 'rate' | 'quantile' | 'age' | 'other';
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
  return operator === '>' || operator === '>=' ? over(node) : other;
};

const isTrueOnlyOfDown = ({ operator, threshold }: Comparison): boolean =>
  ({
    '==': threshold === 0,
    '!=': threshold === 1,
    '<': threshold > 0 && threshold <= 1,
    '<=': threshold >= 0 && threshold < 1,
  })[operator] ?? false;

const over = (raw: SyntaxNode): RuleKind => {
  const node = unwrap(raw);
  if (node.name === 'FunctionCall') return calls[calledBy(node)] ?? other;
  if (node.name === 'AggregateExpr') {
    const operation = node.getChild('AggregateOp')?.firstChild?.name ?? '';
    const inner = node.getChild('FunctionCallBody');
    const of = inner === null ? undefined : childrenOf(inner).at(-1);
    return of !== undefined && transparent.includes(operation) ? over(of) : other;
  }
  const [left, operator] = childrenOf(node);
  const isAge = node.name === 'BinaryExpr' && operator?.name === 'Sub' && left !== undefined;
  return isAge && calledBy(unwrap(left)) === 'Time' ? { kind: 'age', per: 'second' } : other;
};

const calls: Readonly<Record<string, RuleKind>> = {
  Rate: { kind: 'rate', per: 'second' },
  Increase: { kind: 'rate', per: 'window' },
  HistogramQuantile: { kind: 'quantile', per: 'second' },
};

const calledBy = (node: SyntaxNode): string => node.getChild('FunctionIdentifier')?.firstChild?.name ?? '';
