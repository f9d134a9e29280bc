/** An element of an XML document, with its texts joined. */
export type XmlElement = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
};

const token = /<\?[^?]*\?>|<\/([\w-]+)>|<([\w-]+)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>|([^<]+)|[\s\S]/gy;
// eslint-disable-next-line no-control-regex
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;

/** Reads an XML document as far as reports use it; throws where it is not well-formed. */
export const readXml = (source: string): XmlElement => {
  if (forbidden.test(source)) throw new Error('a character that XML forbids');
  const root: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  for (const [whole, closed, opened, attributes = '', isEmpty, text] of source.matchAll(token)) {
    const parent = open.at(-1) ?? root;
    if (closed !== undefined && open.pop()?.name !== closed) throw new Error(`</${closed}> closes ${parent.name}`);
    if (opened !== undefined) {
      const element = { name: opened, attributes: readAttributes(attributes), children: [], text: '' };
      parent.children.push(element);
      if (isEmpty === '') open.push(element);
    }
    if (text !== undefined) parent.text += unescape(text);
    if (whole === '<') throw new Error(`a bare < in ${parent.name}`);
  }
  if (open.length !== 1 || root.children.length !== 1) throw new Error('not one closed root element');
  return root.children[0] ?? root;
};

/** Gives every element of a name below another. */
export const allNamed = (element: XmlElement, name: string): XmlElement[] =>
  element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...allNamed(child, name)]);

const readAttributes = (text: string): Record<string, string> => {
  const pairs = [...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(
    ([, name = '', value = '']) => [name, unescape(value)] as const,
  );
  if (new Set(pairs.map(([name]) => name)).size !== pairs.length) throw new Error(`an attribute twice in ${text}`);
  return Object.fromEntries(pairs);
};

const characters: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#10': '\n', '#9': '\t' };

const unescape = (text: string): string =>
  text.replaceAll(/&([^;\s]*);?/g, (whole, name: string) => {
    const character = whole.endsWith(';') ? characters[name] : undefined;
    if (character === undefined) throw new Error(`an unknown entity ${whole}`);
    return character;
  });
