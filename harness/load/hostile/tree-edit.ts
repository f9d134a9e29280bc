import type { Json } from './base-payload.ts';

/** One change to a tree; `at` chooses the node, counted over all of the tree and around its end. */
export type TreeEdit =
  | { readonly kind: 'remove'; readonly at: number }
  | { readonly kind: 'set'; readonly at: number; readonly value: Json }
  | { readonly kind: 'add'; readonly at: number; readonly key: string; readonly value: Json }
  | { readonly kind: 'repeat'; readonly at: number; readonly times: number };

type Path = readonly (string | number)[];

/** Changes a tree by one edit after the other; the tree that is given stays as it is. */
export const applyEdits = (tree: Json, edits: readonly TreeEdit[]): Json => edits.reduce(applyEdit, tree);

const applyEdit = (tree: Json, edit: TreeEdit): Json => {
  const paths = [...pathsOf(tree)];
  const path = paths[edit.at % paths.length] ?? [];
  return change(tree, path, edit);
};

function* pathsOf(tree: Json, path: Path = []): Generator<Path> {
  yield path;
  if (tree === null || typeof tree !== 'object') return;
  const entries = Array.isArray(tree) ? tree.entries() : Object.entries(tree);
  for (const [key, child] of entries) yield* pathsOf(child as Json, [...path, key]);
}

const change = (tree: Json, path: Path, edit: TreeEdit): Json => {
  const [key, ...rest] = path;
  if (key === undefined) return changed(tree, edit);
  if (Array.isArray(tree)) {
    return (tree as readonly Json[]).flatMap((child, index) => {
      if (index !== key) return [child];
      if (rest.length > 0) return [change(child, rest, edit)];
      if (edit.kind === 'remove') return [];
      return edit.kind === 'repeat' ? Array.from({ length: edit.times }, () => child) : [changed(child, edit)];
    });
  }
  const entries = Object.entries(tree as Readonly<Record<string, Json>>);
  return fromEntries(
    entries.flatMap(([name, child]) => {
      if (name !== key) return [[name, child]];
      if (rest.length > 0) return [[name, change(child, rest, edit)]];
      return edit.kind === 'remove' ? [] : [[name, changed(child, edit)]];
    }),
  );
};

const changed = (node: Json, edit: TreeEdit): Json => {
  if (edit.kind === 'set') return edit.value;
  if (edit.kind === 'remove') return null;
  if (edit.kind === 'repeat') return Array.from({ length: edit.times }, () => node);
  if (node === null || typeof node !== 'object') return fromEntries([[edit.key, edit.value]]);
  return Array.isArray(node)
    ? [...(node as readonly Json[]), edit.value]
    : fromEntries([...Object.entries(node as Readonly<Record<string, Json>>), [edit.key, edit.value]]);
};

/** An object whose keys are all its own, `__proto__` too. */
const fromEntries = (entries: readonly (readonly [string, Json])[]): Json => Object.fromEntries(entries);
