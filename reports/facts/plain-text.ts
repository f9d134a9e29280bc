import { stripVTControlCharacters } from 'node:util';
import type { Source } from '../../harness/contract/index.ts';

/** Writes ms as seconds without a unit: `21.3`; from 1000 s on whole ones. */
export const seconds = (ms: number, digits = 1): string => (ms / 1000).toFixed(Math.abs(ms) < 999_950 ? digits : 0);

/** Writes ms as `21.3 s`; `–` when there is none. */
export const duration = (ms: number | undefined): string => (ms === undefined ? '–' : `${seconds(ms)} s`);

/** Writes a distance in ms as signed seconds without a unit: `+1.8`, `−0.4`. */
export const signed = (ms: number, digits = 1): string => {
  const written = seconds(Math.abs(ms), digits);
  return `${ms < 0 && Number(written) !== 0 ? '−' : '+'}${written}`;
};

/** Writes the distance of a moment from `zero` with its sign and unit: `+1.8 s`. */
export const offset = (at: number, zero: number): string => `${signed(at - zero)} s`;

/** Writes an interval of two moments relative to `zero`: `1.0–3.2`. */
export const interval = (bound: { earliest: number; latest: number }, zero: number, digits = 1): string =>
  [bound.earliest, bound.latest].map((at) => signed(at - zero, digits).replace('+', '')).join('–');

/** Writes where a document says something: `000_… › Alerting Rules, l. 71–78`. */
export const sourceText = ({ document, section, lines }: Source, form: 'short' | 'full' = 'full'): string => {
  const name = form === 'short' ? document.replace(/^(\d+_)\w{6,}\.\w+$/, '$1…') : document;
  return `${name} › ${section.replaceAll(' > ', ' › ')}, l. ${lines.replaceAll('-', '–')}`;
};

/** Writes a speed: `×60`, `×7.5`. */
export const speedText = (speed: number): string => `×${Number(speed.toFixed(1))}`;

/** Writes a count with its noun: `1 drill`, `3 drills`. */
export const count = (amount: number, noun: string): string => `${amount} ${noun}${amount === 1 ? '' : 's'}`;

const unwritable = /(?![\t\n])\p{Cc}|[\u{fffe}\u{ffff}]|\p{Surrogate}/gu;

/** Replaces what neither XML nor a terminal may be given, escape sequences included; keeps tabs and new lines. */
export const withoutControls = (text: string): string =>
  stripVTControlCharacters(text).replaceAll('\r\n', '\n').replaceAll(unwritable, '\ufffd');

/** Cuts a text that is longer than `most` characters, and says so with an ellipsis. */
export const clip = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`;
