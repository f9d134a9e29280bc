import type { Outcome } from '../../../harness/contract/index.ts';
import { outcomeFaces } from '../../facts/outcome-faces.ts';
import { markup, type Html } from '../markup.ts';
import type { Scale } from './scale.ts';

type Bar = {
  readonly from: number;
  readonly to: number;
  readonly className: string;
  readonly label: string;
  readonly isNamed?: boolean;
};

const leastLabelShare = 0.16;

/** Draws a span with its name in it, where there is room even on a phone. */
export const bar = (scale: Scale, { from, to, className, label, isNamed = true }: Bar): Html => {
  const isRoomy = isNamed && scale.share(from, to) >= leastLabelShare;
  const place = markup`x="${scale.x(from)}" width="${scale.width(from, to)}"`;
  return markup`<rect class="${className}" ${place} y="4" height="14"><title>${label}</title></rect>${
    isRoomy && markup`<svg ${place} y="4" height="14"><text class="in" x="5" y="11">${label}</text></svg>`
  }`;
};

const shapes = {
  firing: 'M-5.5 4.5 L5.5 4.5 L0 -5 Z',
  resolved: 'M-5.5 -4.5 L5.5 -4.5 L0 5 Z',
} as const;

/** Draws a notification: a filled triangle for firing, an empty one that points down for resolved. */
export const mark = (scale: Scale, at: number, kind: keyof typeof shapes, title: string): Html =>
  pin(scale, at, 11, markup`<path class="mark ${kind}" d="${shapes[kind]}"><title>${title}</title></path>`);

/** Draws a bound as a shaded interval between two brackets. */
export const bracket = (scale: Scale, from: number, to: number): Html =>
  markup`<rect class="bound" x="${scale.x(from)}" width="${scale.width(from, to)}" y="5" height="12"/>${[
    pin(scale, from, 5, markup`<path class="bracket" d="M4 0 H0 V12 H4"/>`),
    pin(scale, to, 5, markup`<path class="bracket" d="M-4 0 H0 V12 H-4"/>`),
  ]}`;

/** Draws the moment at which something was seen, in the colour of `className`. */
export const tick = (scale: Scale, at: number, className: string, title: string): Html =>
  pin(scale, at, 2, markup`<path class="tick ${className}" d="M0 0 V18"><title>${title}</title></path>`);

/** Draws the symbol of an outcome beside a moment, on the side where there is room. */
export const sign = (scale: Scale, at: number, outcome: Outcome): Html => {
  const isFarRight = scale.share(scale.from, at) > 0.9;
  const place = isFarRight ? markup`class="sign end ${outcome}" x="-6"` : markup`class="sign ${outcome}" x="6"`;
  return pin(scale, at, 2, markup`<text ${place} y="14">${outcomeFaces[outcome].symbol}</text>`);
};

/** Puts a shape of fixed size at a moment, however wide the plot is. */
const pin = (scale: Scale, at: number, y: number, shape: Html): Html =>
  markup`<svg x="${scale.x(at)}" y="${y}" overflow="visible">${shape}</svg>`;
