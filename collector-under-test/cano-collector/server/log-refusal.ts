import type { ServerDeps } from './server-deps.ts';

/** Logs that a request was refused and why, one a second at most; the metrics count every one. */
export function logRefusal(
  { logger, refusalLimit }: ServerDeps,
  refusal: { readonly status: number; readonly reason: string },
): void {
  const suppressed = refusalLimit();
  if (suppressed !== undefined) logger.warn({ ...refusal, suppressed }, 'request refused');
}
