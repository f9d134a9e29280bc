import { assert, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { transitionNames, type Timing } from '../contract/index.ts';
import { bounds } from './bounds.ts';

const ms = integer({ min: 1, max: 100_000 });
const settings = record({
  scrapeIntervalMs: ms,
  scrapeTimeoutMs: ms,
  evaluationIntervalMs: ms,
  forMs: ms,
  windowMs: ms,
  groupWaitMs: ms,
  groupIntervalMs: ms,
});
const fault = { from: 0, effective: 100 };
const removal = { removing: 500_000, removed: 500_100 };

/** What is sooner when each is less. `for` holds for whole evaluations, so a longer interval may hold it shorter. */
const growing = ['scrapeIntervalMs', 'scrapeTimeoutMs', 'forMs', 'groupWaitMs', 'groupIntervalMs'] as const;

const compare = (before: Timing, after: Timing): void => {
  const [less, more] = [bounds(before, fault, removal), bounds(after, fault, removal)];
  for (const name of transitionNames) {
    expect(more[name]!.earliest).toBeGreaterThanOrEqual(less[name]!.earliest);
    expect(more[name]!.latest).toBeGreaterThanOrEqual(less[name]!.latest);
  }
};

describe('bounds', () => {
  it('come no sooner when a setting grows', () => {
    assert(
      property(settings, constantFrom(...growing), ms, (before, key, more) => {
        const timing = { crossing: [], drain: [], allowanceMs: 1_500 };
        const after = { ...before, [key]: before[key] + more };
        compare({ ...timing, settings: before }, { ...timing, settings: after });
      }),
    );
  });

  it('come no sooner when a term or the allowance grows', () => {
    assert(
      property(settings, constantFrom('crossing', 'drain', 'allowance'), ms, (each, what, more) => {
        const timing = (by: number): Timing => ({
          settings: each,
          crossing: [{ name: 'window fill', earliestMs: 10, latestMs: 20 }].map((term) =>
            grown(term, what, 'crossing', by),
          ),
          drain: [{ name: 'window drain', earliestMs: 10, latestMs: 20 }].map((term) => grown(term, what, 'drain', by)),
          allowanceMs: 1_500 + (what === 'allowance' ? by : 0),
        });
        compare(timing(0), timing(more));
      }),
    );
  });

  it('may come sooner when evaluations are further apart: what was held for two of them is held for one', () => {
    const of = (evaluationIntervalMs: number) =>
      bounds(
        {
          settings: {
            scrapeIntervalMs: 250,
            scrapeTimeoutMs: 167,
            evaluationIntervalMs,
            forMs: 1_000,
            windowMs: 0,
            groupWaitMs: 1_000,
            groupIntervalMs: 2_000,
          },
          crossing: [],
          drain: [],
          allowanceMs: 0,
        },
        fault,
        undefined,
      ).firing?.latest;
    // Effective, scrape, timeout, evaluation; then two evaluations of 0.9 s and one more, or one of 1 s and one more.
    expect(of(900)).toBe(100 + 250 + 167 + 900 + 2 * 900 + 900);
    expect(of(1_000)).toBe(100 + 250 + 167 + 1_000 + 1_000 + 1_000);
  });
});

type Grown = { readonly name: string; readonly earliestMs: number; readonly latestMs: number };

const grown = (term: Grown, what: string, own: string, by: number): Grown =>
  what === own ? { ...term, earliestMs: term.earliestMs + by, latestMs: term.latestMs + by } : term;
