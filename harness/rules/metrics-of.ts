import type { SyntaxNode, Tree } from '@lezer/common';
import { childrenOf, nodesOf, textOf } from './promql-tree.ts';

/** Every metric that an expression selects by its whole name, each once. */
export const metricsOf = (tree: Tree, expr: string): string[] => [
  ...new Set(nodesOf(tree, 'VectorSelector').flatMap((node) => metricOf(node, expr) ?? [])),
];

/** The name in front of a selector's braces, quoted in them, or matched by `__name__=`. */
export const metricOf = (node: SyntaxNode, expr: string): string | undefined => {
  const name = node.getChild('Identifier');
  if (name !== null) return textOf(name, expr);
  const matchers = node.getChild('LabelMatchers');
  return matchers === null ? undefined : childrenOf(matchers).flatMap((each) => namedBy(each, expr) ?? [])[0];
};

const namedBy = (matcher: SyntaxNode, expr: string): string | undefined => {
  if (matcher.name === 'QuotedLabelName') return unquoted(textOf(matcher, expr));
  const label = matcher.getChild('LabelName');
  const value = matcher.getChild('StringLiteral');
  const isName = label !== null && textOf(label, expr) === '__name__';
  const isEqual = matcher.getChild('MatchOp')?.firstChild?.name === 'EqlSingle';
  return isName && isEqual && value !== null ? unquoted(textOf(value, expr)) : undefined;
};

const unquoted = (literal: string): string => literal.slice(1, -1);
