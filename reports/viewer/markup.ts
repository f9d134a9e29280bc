import { withoutControls } from '../facts/plain-text.ts';

/** Text that is already HTML, made by `markup` alone or named as trusted. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

export type Fragment = Html | string | number | undefined | false | readonly Fragment[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Writes HTML in which every value is escaped unless it is HTML itself; `undefined` and `false` write nothing. */
export const markup = (strings: TemplateStringsArray, ...values: readonly Fragment[]): Html =>
  new Html(strings.map((part, index) => `${part}${write(values[index])}`).join(''));

const write = (value: Fragment): string => {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return value.map(write).join('');
};

const escapeHtml = (text: string): string =>
  withoutControls(text).replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
