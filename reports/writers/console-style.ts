import type { Outcome } from '../../harness/contract/index.ts';
import picocolors from 'picocolors';
import { outcomeFaces } from '../facts/outcome-faces.ts';

export type ConsoleOptions = { readonly color: boolean; readonly width: number };

/** Gives the functions that paint text, which leave it as it is without `color`. */
export const paintsFor = ({ color }: ConsoleOptions) => {
  const { bold, dim, green, red, yellow, magenta } = picocolors.createColors(color);
  const paints = {
    held: green,
    breached: red,
    inconclusive: yellow,
    errored: magenta,
    skipped: dim,
  } satisfies Record<Outcome, (text: string) => string>;
  return { bold, dim, outcome: (outcome: Outcome, text: string) => paints[outcome](text) };
};
export type Paints = ReturnType<typeof paintsFor>;

/** Writes an outcome as `✓ held`. */
export const outcomeText = (outcome: Outcome): string =>
  `${outcomeFaces[outcome].symbol} ${outcomeFaces[outcome].word}`;
