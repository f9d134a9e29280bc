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

/** The children of a node, without the operators between them. */
export const childrenOf = (node: SyntaxNode): SyntaxNode[] => {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
};
