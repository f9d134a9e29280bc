import type { SyntaxNode } from '@lezer/common';
import { kindOf, type Comparison, type RuleKind } from './kind-of.ts';
import { metricsOf } from './metrics-of.ts';
import { childrenOf, nodesOf, parsePromql, textOf, unwrap } from './promql-tree.ts';
import { constantOf, durationLiteralMs } from './promql-value.ts';

/** How an alert's expression decides, as far as drills need to know. */
export type RuleShape = RuleKind & {
  /** The side of the top comparison that varies; the whole expression where there is no comparison with a number. */
  readonly lhs: string;
  /** As if the number stood on the right; empty where there is no comparison with a number. */
  readonly operator: string;
  /** NaN where there is no comparison with a number. */
  readonly threshold: number;
  /** How far back the expression looks, in ms: its longest range, in a subquery on top of the subquery's; 0 for none. */
  readonly windowMs: number;
  /** Every metric that is selected by its whole name. */
  readonly metrics: readonly string[];
  /** Whether it asks for something that is absent. */
  readonly absent: boolean;
};

const mirrored: Readonly<Record<string, string>> = {
  '>': '<',
  '<': '>',
  '>=': '<=',
  '<=': '>=',
  '==': '==',
  '!=': '!=',
};

/** Reads the shape of an expression off its syntax tree; an expression that does not parse is `other`. */
export const analyse = (expr: string): RuleShape => {
  const { tree } = parsePromql(expr);
  const [top] = childrenOf(tree.topNode);
  const common = {
    windowMs: reachOf(tree.topNode, expr),
    metrics: metricsOf(tree, expr),
    absent: nodesOf(tree, 'Absent', 'AbsentOverTime').length > 0,
  };
  const compared = top === undefined ? undefined : comparisonOf(unwrap(top), expr);
  if (compared === undefined)
    return { kind: 'other', per: 'second', lhs: expr, operator: '', threshold: NaN, ...common };
  const { lhs, operator, threshold } = compared;
  return { ...kindOf(compared, expr), lhs: textOf(lhs, expr), operator, threshold, ...common };
};

const comparisonOf = (node: SyntaxNode, expr: string): Comparison | undefined => {
  const parts = childrenOf(node);
  const isBool = parts.some(({ name }) => name === 'BoolModifier');
  const [left, operator, right] = parts.filter(({ name }) => name !== 'BoolModifier');
  if (node.name !== 'BinaryExpr' || left === undefined || operator === undefined || right === undefined)
    return undefined;
  const sign = textOf(operator, expr);
  const mirror = mirrored[sign];
  if (mirror === undefined) return undefined;
  const rightNumber = constantOf(right, expr);
  if (rightNumber !== undefined) return { lhs: left, operator: sign, threshold: rightNumber, isBool };
  const leftNumber = constantOf(left, expr);
  return leftNumber === undefined ? undefined : { lhs: right, operator: mirror, threshold: leftNumber, isBool };
};

/** A range of a range looks back for both together; offsets move what is looked at and do not widen it. */
const reachOf = (node: SyntaxNode, expr: string): number => {
  const below = childrenOf(node).reduce((most, child) => Math.max(most, reachOf(child, expr)), 0);
  if (node.name !== 'MatrixSelector' && node.name !== 'SubqueryExpr') return below;
  const range = node.getChild('DurationExpr')?.getChild('NumberDurationLiteralInDurationContext');
  return below + (range == null ? 0 : durationLiteralMs(textOf(range, expr)));
};
