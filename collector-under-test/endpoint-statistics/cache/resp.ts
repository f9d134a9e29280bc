/** A reply of Redis: text, number, nothing, or an error. */
export type Reply = string | number | null | Error;

/** Writes a command as an array of bulk strings (RESP 2). */
export function encodeCommand(words: readonly string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
}

/** Reads the first reply of a buffer and how many bytes it takes; undefined while it is not complete. Arrays throw. */
export function decodeReply(buffer: Buffer): { reply: Reply; bytes: number } | undefined {
  const end = buffer.indexOf('\r\n');
  if (end === -1) return undefined;
  const [kind, text] = [String.fromCharCode(buffer[0] ?? 0), buffer.toString('utf8', 1, end)];
  const bytes = end + 2;
  switch (kind) {
    case '+':
      return { reply: text, bytes };
    case '-':
      return { reply: new Error(text), bytes };
    case ':':
      return { reply: Number(text), bytes };
    case '$':
      return bulk(buffer, Number(text), bytes);
    default:
      throw new Error(`no reply of Redis: ${kind}`);
  }
}

function bulk(buffer: Buffer, length: number, start: number): { reply: Reply; bytes: number } | undefined {
  if (length === -1) return { reply: null, bytes: start };
  const bytes = start + length + 2;
  return buffer.length < bytes ? undefined : { reply: buffer.toString('utf8', start, start + length), bytes };
}
