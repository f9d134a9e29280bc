const toleratedMs = 250;

/**
 * Milliseconds by which another clock is ahead, from when it was asked, when it had answered, and what it showed.
 * A difference that the journey could explain counts as none, so that clocks in step are never corrected.
 */
export function skewOf({ before, after, there }: { before: number; after: number; there: number }): number {
  const skewMs = Math.round(there - (before + after) / 2);
  return Math.abs(skewMs) <= toleratedMs + (after - before) / 2 ? 0 : skewMs;
}
