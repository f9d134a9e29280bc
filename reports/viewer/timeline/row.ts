import type { Fragment, Html } from '../markup.ts';

/** One line of a timeline: its label and value stand beside the plot as text. */
export type Row = {
  readonly kind: 'phases' | 'fault' | 'alert' | 'state' | 'bound';
  readonly label: Fragment;
  readonly value?: Fragment;
  /** What is drawn, in a strip of `rowHeight` that begins at y 0. */
  readonly plot: Html;
};

/** The height of every row in px; the style sheet has the same. */
export const rowHeight = 22;
