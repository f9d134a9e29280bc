import type { SyntaxNode } from '@lezer/common';
import { nodesOf, parsePromql, textOf } from './promql-tree.ts';

/**
 * Restricts every selector of an expression to metrics whose whole name a regular expression matches, so that it finds
 * what is left where a scrape keeps (`metric_relabel_configs`, `action: keep`) these only.
 */
export const keepMetrics = (expr: string, keeps: string): string => {
  const kept = `__name__=~${JSON.stringify(keeps)}`;
  let restricted = '';
  let end = 0;
  for (const node of nodesOf(parsePromql(expr).tree, 'VectorSelector')) {
    restricted += `${expr.slice(end, node.from)}{${[...matchersOf(node, expr), kept].join(',')}}`;
    end = node.to;
  }
  return restricted + expr.slice(end);
};

const matchersOf = (node: SyntaxNode, expr: string): string[] => {
  const name = node.getChild('Identifier');
  const matchers = node.getChild('LabelMatchers');
  const written =
    matchers === null
      ? ''
      : textOf(matchers, expr)
          .replace(/^\{|,?\s*\}$/g, '')
          .trim();
  return [...(name === null ? [] : [`__name__="${textOf(name, expr)}"`]), ...(written === '' ? [] : [written])];
};
