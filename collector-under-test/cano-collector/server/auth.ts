import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether an Authorization header carries the bearer token, compared in constant time. */
export function isAuthorised(header: string | undefined, token: string): boolean {
  const given = /^Bearer +(.+)$/i.exec(header ?? '')?.[1] ?? '';
  return timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
