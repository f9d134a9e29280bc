import { markup, type Html } from '../markup.ts';

/** Explains the marks of a timeline, and what its 0 is. */
export const legend = (since: string): Html =>
  markup`<figcaption><ul class="legend"><li>0 is ${since}</li>${keys}</ul></figcaption>`;

const key = (drawn: Html, text: string): Html =>
  markup`<li><svg width="22" height="14" aria-hidden="true">${drawn}</svg>${text}</li>`;

const keys = [
  key(markup`<rect class="pending" width="22" height="14"/>`, 'pending'),
  key(markup`<rect class="firing" width="22" height="14"/>`, 'firing'),
  key(markup`<path class="mark firing" d="M5.5 12 H16.5 L11 2 Z"/>`, 'notified'),
  key(markup`<path class="mark resolved" d="M5.5 2 H16.5 L11 12 Z"/>`, 'resolved'),
  key(
    markup`<rect class="bound" x="1" width="20" y="1" height="12"/><path class="bracket" d="M5 1 H1 V13 H5 M17 1 H21 V13 H17"/>`,
    'may be seen',
  ),
  key(markup`<path class="tick effective" d="M11 0 V14"/>`, 'was seen'),
  key(markup`<rect class="fault" width="22" height="14"/>`, 'fault'),
];
