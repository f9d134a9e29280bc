const urls = /\b([a-z][a-z0-9+.-]{0,20}:\/\/)(?:[^\s/@"']*@)?([^\s/?#"']+)([/?#][^\s"']*)?/gi;
const bearer = /\b(bearer|token)(\s+|=|:\s*)[^\s"',]+/gi;

/** Removes URL credentials, paths and queries, and bearer tokens, from a text bound for the log. */
export function redactText(text: string): string {
  return text
    .replace(urls, (_all, scheme: string, host: string, rest: string | undefined) =>
      rest === undefined || rest === '/' ? `${scheme}${host}` : `${scheme}${host}/[redacted]`,
    )
    .replace(bearer, '$1$2[redacted]');
}

/** Redacts every string field of a log record. */
export function redactRecord(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key, typeof value === 'string' ? redactText(value) : value]),
  );
}
