import { outcomeFaces, outcomesByUrgency } from '../facts/outcome-faces.ts';
import { markup, type Html } from './markup.ts';
import { badge, facts } from './parts.ts';

const terms = {
  Bounds:
    'When a transition may be seen, derived from the scrape, evaluation, for, window and grouping settings that really ran. The dominating term is the one that adds most to the latest moment.',
  Speed:
    'What every duration of the rules, of Prometheus and of Alertmanager was divided by. Thresholds are never changed. Each drill lists its rewritten durations.',
  Aged: 'A threshold that is itself an age is not compressed; it is met by something that is given as really that old.',
  Account:
    'What became of every alert that was sent, by its id, at one sink: lost is what was acknowledged and never arrived, recovered what was not acknowledged and arrived all the same. Latency counts from the time at which an alert was to be sent, so that a sender who waits hides nothing. An interval holds the true value with the confidence that is given.',
  'Lower bound':
    'The least time that the run could take: that of its longest drill, counted from the earliest terms alone. The ratio is the wall clock over it.',
} as const;

/** Explains the outcomes and the terms of the page. */
export const readingSection: Html = markup`<section id="reading"><h2>How to read this</h2>
${facts(
  outcomesByUrgency.map((outcome) => [badge(outcome), outcomeFaces[outcome].meaning]),
  'reading',
)}
${facts(Object.entries(terms), 'reading')}</section>`;
