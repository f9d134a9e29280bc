import { base, type Json } from './base-payload.ts';
import { applyEdits, type TreeEdit } from './tree-edit.ts';

/** How the text of a payload, or its bytes, are broken after the tree was. */
export type TextEdit =
  | { readonly kind: 'truncate'; readonly at: number }
  | { readonly kind: 'insert'; readonly at: number; readonly bytes: readonly number[] }
  | { readonly kind: 'repeat-key'; readonly at: number; readonly key: string };

/** An input by its description, from which its bytes follow: small enough to print, save and send again. */
export type HostilePayload =
  | {
      readonly kind: 'payload';
      readonly ids: readonly number[];
      readonly tree: readonly TreeEdit[];
      readonly text: readonly TextEdit[];
    }
  | { readonly kind: 'bytes'; readonly bytes: readonly number[] };

/** The bytes of an input, as they are sent. */
export const renderPayload = (payload: HostilePayload): Buffer => {
  if (payload.kind === 'bytes') return Buffer.from(payload.bytes);
  const tree = applyEdits(base(payload.ids), payload.tree);
  return payload.text.reduce(editText, Buffer.from(spellRaw(tree)));
};

const raw = /"@raw:([a-z]+):([^"]*)"/g;

/** Values that JSON text can carry and JavaScript cannot are spelled after the tree was written. */
const spellRaw = (tree: Json): string =>
  JSON.stringify(tree).replace(raw, (_all, kind: string, text: string) => {
    if (kind === 'deep') return '['.repeat(Number(text)) + ']'.repeat(Number(text));
    if (kind === 'deepobject') return '{"a":'.repeat(Number(text)) + '1' + '}'.repeat(Number(text));
    if (kind === 'long') return JSON.stringify('x.'.repeat(Number(text) / 2));
    return text;
  });

const editText = (bytes: Buffer, edit: TextEdit): Buffer => {
  const at = bytes.length === 0 ? 0 : edit.at % bytes.length;
  if (edit.kind === 'truncate') return bytes.subarray(0, at);
  if (edit.kind === 'insert')
    return Buffer.concat([bytes.subarray(0, at), Buffer.from(edit.bytes), bytes.subarray(at)]);
  const brace = bytes.indexOf(0x7b, at);
  if (brace === -1) return bytes;
  const pair = Buffer.from(`${JSON.stringify(edit.key)}:null,`);
  return Buffer.concat([bytes.subarray(0, brace + 1), pair, bytes.subarray(brace + 1)]);
};
