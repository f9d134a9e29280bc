import type { Outcome } from '../../harness/contract/index.ts';
import { outcomeFaces } from '../facts/outcome-faces.ts';
import { markup, type Fragment, type Html } from './markup.ts';

/** Writes an outcome as its symbol and word in its colour. */
export const badge = (outcome: Outcome): Html => {
  const { symbol, word } = outcomeFaces[outcome];
  return markup`<span class="badge ${outcome}"><span class="symbol" aria-hidden="true">${symbol}</span>${word}</span>`;
};

/** Writes terms with their descriptions; those without one are left out. */
export const facts = (entries: readonly (readonly [Fragment, Fragment])[], className = 'facts'): Html => {
  const given = entries.filter(([, value]) => value !== undefined && value !== false && value !== '');
  const items = given.map(([term, value]) => markup`<div><dt>${term}</dt><dd>${value}</dd></div>\n`);
  return markup`<dl class="${className}">${items}</dl>`;
};

export type TableHead = { readonly className: string; readonly caption: string; readonly columns: readonly string[] };

/** Writes a table that turns into cards on a narrow page; writes nothing without rows. */
export const table = ({ className, caption, columns }: TableHead, rows: readonly (readonly Fragment[])[]): Html => {
  if (rows.length === 0) return markup``;
  const body = rows.map(
    (cells) =>
      markup`<tr>${cells.map((cell, index) => markup`<td data-label="${columns[index]}">${cell}</td>`)}</tr>\n`,
  );
  return markup`<table class="${className}"><caption>${caption}</caption>
<thead><tr>${columns.map((column) => markup`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${body}</tbody></table>`;
};

/** Writes an id, which may break after each slash, dot and hyphen. */
export const code = (text: string): Html =>
  markup`<code>${text.split(/(?<=[/.-])/).map((part, index) => (index === 0 ? part : markup`<wbr>${part}`))}</code>`;

/** Gives the anchor of a drill within the page. */
export const anchorOf = (id: string): string => `drill/${id.replaceAll(/\s/g, '-')}`;
