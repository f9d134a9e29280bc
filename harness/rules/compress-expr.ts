import type { SyntaxNode } from '@lezer/common';
import type { Rewrite } from '../contract/index.ts';
import { formatDuration, HarnessError } from '../core/index.ts';
import { childrenOf, nodesOf, parsePromql } from './promql-tree.ts';
import { durationLiteralMs } from './promql-value.ts';
import { scaleMs } from './scale-ms.ts';

const plainParts = ['DurationExpr', 'OffsetDurationExpr', 'NumberDurationLiteralInDurationContext', 'UnaryOp'];

/**
 * Divides every range, subquery and offset of an expression by `speed`, rounded to whole ms and at least 1 ms; never a
 * number that is compared or calculated with, and never the time after `@`. Gives the expression unchanged at speed 1.
 * Throws `RULES_INVALID` where a duration is calculated, which Prometheus takes only with an experimental flag.
 */
export const compressExpr = (expr: string, speed: number, where: string): { expr: string; rewrites: Rewrite[] } => {
  if (speed === 1) return { expr, rewrites: [] };
  const { tree } = parsePromql(expr);
  nodesOf(tree, 'DurationExpr', 'OffsetDurationExpr').forEach((node) => refuseCalculated(node, expr, where));
  const rewrites: Rewrite[] = [];
  let compressed = '';
  let end = 0;
  for (const { from, to } of nodesOf(tree, 'NumberDurationLiteralInDurationContext')) {
    const before = expr.slice(from, to);
    const after = formatDuration(scaleMs(durationLiteralMs(before), speed));
    rewrites.push({ where, from: before, to: after });
    compressed += expr.slice(end, from) + after;
    end = to;
  }
  return { expr: compressed + expr.slice(end), rewrites };
};

const refuseCalculated = (node: SyntaxNode, expr: string, where: string): void => {
  if (childrenOf(node).every(({ name }) => plainParts.includes(name))) return;
  throw new HarnessError('RULES_INVALID', {
    what: 'a duration that is calculated cannot be divided by speed',
    where,
    expected: 'a plain duration such as 5m',
    got: expr.slice(node.from, node.to),
  });
};
