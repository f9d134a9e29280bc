import type { Random } from '../clock.ts';

/** Bounds of the wait between attempts. */
export interface BackoffOptions {
  baseMs: number;
  maxMs: number;
}

/** Exponential backoff with full jitter: anywhere between nothing and the doubled, capped base. */
export function backoffMs(attemptsMade: number, { baseMs, maxMs }: BackoffOptions, random: Random): number {
  const ceiling = Math.min(maxMs, baseMs * 2 ** Math.min(attemptsMade - 1, 30));
  return Math.floor(random() * ceiling);
}
