import { withoutControls } from '../facts/plain-text.ts';

type Attributes = Readonly<Record<string, string | number | undefined>>;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\t': '&#9;',
};

/** Writes an element; `children` are elements already written, and an attribute that is undefined is left out. */
export const element = (name: string, attributes: Attributes, children: readonly string[] = []): string => {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeAttribute(String(value))}"`)
    .join('');
  if (children.length === 0) return `<${name}${written}/>`;
  return `<${name}${written}>${children.join('')}</${name}>`;
};

/** Escapes a text for the content of an element; what XML cannot hold becomes U+FFFD. */
export const escapeText = (text: string): string =>
  withoutControls(text).replaceAll(/[&<>]/g, (character) => entities[character] ?? character);

const escapeAttribute = (text: string): string =>
  withoutControls(text).replaceAll(/[&<>"\n\t]/g, (character) => entities[character] ?? character);
