import { clip, withoutControls } from '../facts/plain-text.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Escapes a text for one cell or line of Markdown, so that nothing in it is markup, and cuts it at 600 characters. */
export const md = (text: string): string =>
  clip(withoutControls(text).replaceAll(/\s+/g, ' ').trim(), 600)
    .replaceAll(/[&<>]/g, (character) => entities[character] ?? character)
    .replaceAll(/[\\`*_[\]|~$#]/g, '\\$&');

/** Writes a text as code that cannot break out of a table. */
export const mdCode = (text: string): string => `<code>${md(text)}</code>`;

/** Writes a row of a table; the cells are already escaped. */
export const mdRow = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
