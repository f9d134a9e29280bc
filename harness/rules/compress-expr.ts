import type { Rewrite } from '../contract/index.ts';
import { formatDuration } from '../core/index.ts';
import { durationOf } from './analyse.ts';
import { nodesOf, parsePromql } from './promql-tree.ts';

/**
 * Divides every range, subquery and offset of an expression by `speed`, rounded to whole ms and at least 1 ms; never a
 * number that is compared or calculated with. Gives the expression unchanged at speed 1.
 */
export const compressExpr = (expr: string, speed: number, where: string): { expr: string; rewrites: Rewrite[] } => {
  if (speed === 1) return { expr, rewrites: [] };
  const rewrites: Rewrite[] = [];
  let compressed = '';
  let end = 0;
  for (const { from, to } of nodesOf(parsePromql(expr).tree, 'NumberDurationLiteralInDurationContext')) {
    const before = expr.slice(from, to);
    const after = formatDuration(Math.max(1, durationOf(before) / speed));
    rewrites.push({ where: `${where} › [${before}]`, from: before, to: after });
    compressed += expr.slice(end, from) + after;
    end = to;
  }
  return { expr: compressed + expr.slice(end), rewrites };
};
