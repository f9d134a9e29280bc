import type { Bound, DrillRecord, ObserverName, Seen, Sighting, TransitionName } from '../contract/index.ts';

/** Which observer dates each transition, and whether its first or its last sighting counts. */
const witnesses = {
  pending: { observer: 'alerts-series', seen: 'pending', pick: 'first' },
  firing: { observer: 'alerts-series', seen: 'firing', pick: 'first' },
  sent: { observer: 'event-recorder', seen: 'received', pick: 'first' },
  notified: { observer: 'sink', seen: 'notified', pick: 'first' },
  cleared: { observer: 'alerts-series', seen: 'cleared', pick: 'last' },
  resolvedNotified: { observer: 'sink', seen: 'resolved', pick: 'last' },
} as const satisfies Record<TransitionName, { observer: ObserverName; seen: Seen; pick: 'first' | 'last' }>;

/** The sightings of one alert by one observer, oldest first. */
export const sightingsOf = (record: DrillRecord, observer: ObserverName, seen: Seen, alertname?: string): Sighting[] =>
  record.sightings
    .filter((entry) => entry.observer === observer && entry.seen === seen)
    .filter((entry) => alertname === undefined || entry.alertname === alertname)
    .sort((a, b) => a.when - b.when);

/** When a transition of an alert was seen, in wall-clock ms, by the observer that dates it. */
export const momentOf = (record: DrillRecord, alertname: string, transition: TransitionName): number | undefined => {
  const { observer, seen, pick } = witnesses[transition];
  return sightingsOf(record, observer, seen, alertname).at(pick === 'first' ? 0 : -1)?.when;
};

/** Writes a wall-clock time as seconds after the fault: `+2.31 s`. */
export const sinceFault = (record: DrillRecord, when: number): string => {
  const zero = record.fault?.from ?? record.startedAt ?? when;
  const seconds = (when - zero) / 1000;
  return `${seconds < 0 ? '−' : '+'}${Math.abs(seconds).toFixed(2)} s`;
};

/** Writes a bound as `+1.00 s to +3.20 s`. */
export const boundText = (record: DrillRecord, { earliest, latest, dominant }: Bound): string =>
  `${sinceFault(record, earliest)} to ${sinceFault(record, latest)} (mostly ${dominant})`;

/** Where the plan's alert is documented, as `000_… › Alerting Rules, l. 71-78`, or an empty string. */
export const documentedAt = (record: DrillRecord): string => {
  const source = record.plan?.source;
  if (source === undefined) return '';
  return ` (documented at ${source.document.replace(/_.*$/, '')} › ${source.section}, l. ${source.lines})`;
};
