import { isDeepStrictEqual } from 'node:util';
import type { Bound, DrillRecord, TransitionName } from '../contract/index.ts';
import type { Bounds } from './check-transitions.ts';
import { sightingsOf } from './moments.ts';

const afterFor: ReadonlySet<string> = new Set<TransitionName>(['firing', 'sent', 'notified']);
const named = 'for, begun again after a failed scrape';

/**
 * Gives an alert's bounds with a `for` that began again: what follows it may be later by how far the last beginning that
 * Prometheus told of is behind the first. They stay as they are unless before each but the first a scrape failed that no
 * fault explains: the samples that it did not bring are stale, so the expression was empty until the next.
 */
export const begunAgain = (record: DrillRecord, alertname: string, bounds: Bounds): Bounds => {
  const ms = laterMs(record, alertname);
  if (ms === 0) return bounds;
  const later = ({ earliest, latest, terms }: Bound): Bound => {
    const longer = terms.map((term) =>
      term.name === 'for' ? { ...term, name: named, latestMs: term.latestMs + ms } : term,
    );
    const dominant = longer.reduce((most, each) => (each.latestMs > most.latestMs ? each : most)).name;
    return { earliest, latest: latest + ms, dominant, terms: longer };
  };
  return Object.fromEntries(Object.entries(bounds).map(([key, each]) => [key, afterFor.has(key) ? later(each) : each]));
};

const laterMs = (record: DrillRecord, alertname: string): number => {
  const fired = sightingsOf(record, 'alerts-series', 'firing', alertname)[0];
  if (fired === undefined) return 0;
  const [first, ...again] = sightingsOf(record, 'rules-api', 'pending', alertname).filter(
    ({ when, labels }) => when < fired.when && isDeepStrictEqual(labels, fired.labels),
  );
  const last = again.at(-1);
  if (first === undefined || last === undefined) return 0;
  return again.every(({ when }) => followsFailedScrape(record, when)) ? last.when - first.when : 0;
};

const followsFailedScrape = ({ plan, machine }: DrillRecord, when: number): boolean => {
  if (plan === undefined) return false;
  const { scrapeIntervalMs, scrapeTimeoutMs, evaluationIntervalMs, windowMs } = plan.timing.settings;
  const reachMs = windowMs + 2 * scrapeIntervalMs + scrapeTimeoutMs + 2 * evaluationIntervalMs;
  return machine?.failedAt?.some((at) => at < when && when - at <= reachMs) ?? false;
};
