import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';

/** Parses PromQL; `error` is the offset of the first thing that the grammar does not take, if there is any. */
export const parsePromql = (expr: string): { readonly tree: Tree; readonly error: number | undefined } => {
  const tree = parser.parse(expr);
  let error: number | undefined;
  tree.iterate({
    enter: (node) => {
      if (node.type.isError) error ??= node.from;
      return error === undefined;
    },
  });
  return { tree, error };
};

/** Every node of the given names, in the order of the text. */
export const nodesOf = (tree: Tree, ...names: readonly string[]): SyntaxNode[] => {
  const found: SyntaxNode[] = [];
  tree.iterate({
    enter: (node) => {
      if (names.includes(node.name)) found.push(node.node);
    },
  });
  return found;
};

/** The children of a node, without comments; parentheses and brackets are no nodes, operators are. */
export const childrenOf = (node: SyntaxNode): SyntaxNode[] => {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== 'LineComment') children.push(child);
  }
  return children;
};

/** What stands in parentheses, however many, and any other node itself. */
export const unwrap = (node: SyntaxNode): SyntaxNode => {
  const inner = node.name === 'ParenExpr' ? childrenOf(node)[0] : undefined;
  return inner === undefined ? node : unwrap(inner);
};

/** The text of a node. */
export const textOf = (node: SyntaxNode, expr: string): string => expr.slice(node.from, node.to);
