import { HarnessError } from '../core/index.ts';
import { rateTerms, type FaultTerms } from './fault-terms.ts';
import { sampledMs, type RateSettings } from './rate-value.ts';

type Range = { readonly least: number; readonly most: number };

export type Ramp = Pick<RateSettings, 'threshold' | 'windowMs' | 'scrapeIntervalMs'> & {
  /** The expression's value in a window before the fault, and in one that the fault fills. */
  readonly before: Range;
  readonly during: Range;
};

/**
 * Terms of a rate, or of a ratio of one, that a fault moves from one steady value to another: the window averages both by
 * the share of it that lies in the fault, so the threshold is crossed once that share is great enough. A window averages
 * at least the time between its samples and at most its whole length. Throws `DRILL_INVALID` where the threshold does not
 * lie between the two values.
 */
export const rampTerms = ({ before, during, ...settings }: Ramp): FaultTerms => {
  const { threshold, windowMs } = settings;
  if (before.most >= threshold || during.least <= threshold) {
    const got = `from at most ${before.most} to at least ${during.least}`;
    throw new HarnessError('DRILL_INVALID', {
      what: 'a fault does not move the expression over its threshold',
      expected: `from under ${threshold} to over it`,
      got,
    });
  }
  const leastMs = sampledMs(settings);
  const risen = (from: number, to: number): number => (threshold - from) / (to - from);
  return {
    crossing: [
      {
        name: 'window fill',
        earliestMs: risen(before.most, during.most) * leastMs,
        latestMs: risen(before.least, during.least) * windowMs,
      },
    ],
    drain: [
      {
        name: 'window drain',
        earliestMs: (1 - risen(before.least, during.least)) * leastMs,
        latestMs: (1 - risen(before.most, during.most)) * windowMs,
      },
    ],
  };
};

/**
 * Terms of an expression that divides each series of a rate by itself, for events that come evenly: it is true of one
 * event, and a series that the first event makes has no rate before a scrape that sees another.
 */
export const selfRatioTerms = (settings: Omit<RateSettings, 'threshold'> & { eventsPerSecond: number }): FaultTerms => {
  const { crossing, drain } = rateTerms({ ...settings, threshold: 0 });
  const latestMs = settings.scrapeIntervalMs + 1000 / settings.eventsPerSecond;
  return { crossing: [...crossing, { name: 'birth of the series', earliestMs: 0, latestMs }], drain };
};
