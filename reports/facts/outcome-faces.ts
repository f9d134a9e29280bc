import type { Outcome } from '../../harness/contract/index.ts';

export type OutcomeFace = { readonly symbol: string; readonly word: string; readonly meaning: string };

/** How each outcome is shown: never by colour alone. */
export const outcomeFaces = {
  breached: {
    symbol: '✗',
    word: 'breached',
    meaning:
      'The system did something else than its documents say: a transition came outside its bound, an alert that had to stay silent fired, or one that had to fire did not.',
  },
  errored: {
    symbol: '!',
    word: 'errored',
    meaning:
      'The harness could not tell: a fault had no effect, an observer was missing or disagreed, or something around the system failed. It says nothing about the system, and it never counts as a pass.',
  },
  inconclusive: {
    symbol: '?',
    word: 'inconclusive',
    meaning:
      'The drill ran, and what it measured does not decide: the machine stalled, an evaluation was missed, or a share lies across its limit. Run it again.',
  },
  skipped: {
    symbol: '–',
    word: 'skipped',
    meaning: 'The drill did not run, for the reason that is given; mostly the environment lacks something it needs.',
  },
  held: {
    symbol: '✓',
    word: 'held',
    meaning:
      'Everything that was expected was seen, by every observer, each transition within its derived bound, and nothing else arrived.',
  },
} as const satisfies Record<Outcome, OutcomeFace>;

/** The outcomes, those that need a reader first. */
export const outcomesByUrgency: readonly Outcome[] = ['breached', 'errored', 'inconclusive', 'skipped', 'held'];
