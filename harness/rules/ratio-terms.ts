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

/**
 * Terms of the share of events that are bad, where from the fault on all of them are, at the pace at which they come
 * anyway. A window that holds little from before is crossed by the first; one that is full of good ones is at the latest
 * once bad ones fill the share of it, where the series of the bad ones begins at 0 and so is extrapolated less. It drains
 * once good ones fill the rest, at the earliest where the fault filled the window's samples alone.
 */
export const shareTerms = (settings: RateSettings & { readonly eventsPerSecond: number }): FaultTerms => {
  const { threshold, windowMs, eventsPerSecond } = settings;
  const apartMs = 1000 / eventsPerSecond;
  const leastMs = sampledMs(settings);
  return {
    crossing: [
      { name: 'window fill', earliestMs: 0, latestMs: threshold * windowMs * (windowMs / leastMs) + 2 * apartMs },
    ],
    drain: [
      {
        name: 'window drain',
        earliestMs: Math.max(0, (1 - threshold) * leastMs - 2 * apartMs),
        latestMs: (1 - threshold) * windowMs + 2 * apartMs,
      },
    ],
  };
};

/**
 * Terms of a rate that is 0, for events that came evenly and stop: true once the last two samples that differ are no
 * longer both in the window. The last event may be one pace before the fault, or take `eventMs` after it.
 */
export const stoppedTerms = (
  settings: Pick<RateSettings, 'windowMs' | 'scrapeIntervalMs'> & {
    readonly eventsPerSecond: number;
    readonly eventMs: number;
  },
): FaultTerms => {
  const { windowMs, scrapeIntervalMs, eventsPerSecond, eventMs } = settings;
  const apartMs = 1000 / eventsPerSecond;
  return {
    crossing: [
      { name: 'window drain', earliestMs: windowMs - scrapeIntervalMs - apartMs, latestMs: windowMs + eventMs },
    ],
    drain: [{ name: 'next event', earliestMs: 0, latestMs: apartMs + eventMs }],
  };
};
