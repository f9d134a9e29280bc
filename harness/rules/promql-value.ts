import type { SyntaxNode } from '@lezer/common';
import { parseDuration } from '../core/index.ts';
import { childrenOf, textOf, unwrap } from './promql-tree.ts';

/** A range or an offset in ms: a duration, or a bare number of seconds. */
export const durationLiteralMs = (text: string): number => parseDuration(text) ?? numberLiteral(text) * 1000;

/**
 * The value of a literal as Prometheus reads it: Go's integers in any base with underscores, floats, Inf and NaN, and a
 * duration as its seconds.
 */
export const numberLiteral = (text: string): number => {
  const plain = text.replaceAll(/[_\s]/g, '').toLowerCase();
  if (plain.startsWith('-')) return -numberLiteral(plain.slice(1));
  if (plain.startsWith('+')) return numberLiteral(plain.slice(1));
  if (plain === 'inf') return Infinity;
  if (/^0[0-7]+$/.test(plain)) return Number.parseInt(plain, 8);
  const value = Number(plain);
  const durationMs = Number.isNaN(value) ? parseDuration(plain) : undefined;
  return durationMs === undefined ? value : durationMs / 1000;
};

const arithmetic: Readonly<Record<string, (left: number, right: number) => number>> = {
  Add: (left, right) => left + right,
  Sub: (left, right) => left - right,
  Mul: (left, right) => left * right,
  Div: (left, right) => left / right,
  Mod: (left, right) => left % right,
  Pow: (left, right) => left ** right,
};

/** The value of an expression that is made of numbers alone, such as `-30 * 24 * 3600`; undefined for any other. */
export const constantOf = (raw: SyntaxNode | undefined, expr: string): number | undefined => {
  const node = raw === undefined ? undefined : unwrap(raw);
  if (node?.name === 'NumberDurationLiteral') return numberLiteral(textOf(node, expr));
  if (node?.name === 'UnaryExpr') {
    const value = constantOf(childrenOf(node).at(-1), expr);
    return value !== undefined && expr[node.from] === '-' ? -value : value;
  }
  if (node?.name !== 'BinaryExpr') return undefined;
  const [left, operator, right] = childrenOf(node);
  const [a, b] = [constantOf(left, expr), constantOf(right, expr)];
  return a === undefined || b === undefined ? undefined : arithmetic[operator?.name ?? '']?.(a, b);
};
