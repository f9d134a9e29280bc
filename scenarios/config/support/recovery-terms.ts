import type { Term } from '../../../harness/contract/index.ts';

/**
 * What lies between a file that is good again and its use: the collector looks every second, sooner where the folder tells
 * of it, waits for the file to settle, then reads, checks and applies it.
 */
export const recoveryTerms: readonly Term[] = [
  { name: 'watch poll', earliestMs: 0, latestMs: 1_000 },
  { name: 'settle', earliestMs: 50, latestMs: 50 },
  { name: 'apply', earliestMs: 0, latestMs: 500 },
];

/** The latest sum of terms, in ms. */
export const latestOf = (terms: readonly Term[]): number => terms.reduce((sum, { latestMs }) => sum + latestMs, 0);
