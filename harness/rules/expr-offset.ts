import { isScalar, type Node } from 'yaml';

/**
 * Where in a file the character at `offset` of a scalar's value stands, for every way to write a scalar: YAML folds and
 * indents only with whitespace, so as many other characters come before it in the file as in the value.
 */
export const exprOffset = (text: string, node: Node | null, offset: number): number => {
  if (!isScalar(node) || typeof node.value !== 'string' || !node.range) return node?.range?.[0] ?? 0;
  const style = node.type ?? 'PLAIN';
  const before = node.value.slice(0, offset).replaceAll(/\s/g, '').length;
  let at = bodyStart(text, node.range[0], style);
  let last = at;
  for (let count = 0; at < node.range[1]; at += 1) {
    at += escapeLength(text, at, style);
    if (/\s/.test(text[at] ?? ' ')) continue;
    if (count === before) return offset >= node.value.trimEnd().length ? last : at;
    count += 1;
    last = at + 1;
  }
  return last;
};

const bodyStart = (text: string, start: number, style: string): number => {
  if (style.startsWith('BLOCK')) return text.indexOf('\n', start) + 1;
  return style.startsWith('QUOTE') ? start + 1 : start;
};

/** How many characters of the file stand here for none of the value. */
const escapeLength = (text: string, at: number, style: string): number => {
  if (style === 'QUOTE_SINGLE') return text.startsWith("''", at) ? 1 : 0;
  if (style !== 'QUOTE_DOUBLE' || text[at] !== '\\') return 0;
  return /[nt]/.test(text[at + 1] ?? '') ? 2 : 1;
};
