import type { ObserverName, Seen, Sighting } from '../../harness/contract/index.ts';
import { after, type Moments } from './sample-bounds.ts';

/** Builds what the five observers see of an alert that goes through `moments`, given in seconds since the fault. */
export const sightingsOf = (alertname: string, moments: Moments): Sighting[] => {
  const labels = { alertname, instance: '127.0.0.1:40123', job: 'cano-collector', severity: 'critical' };
  const sighting = (observer: ObserverName, seen: Seen, when: number | undefined): Sighting[] => {
    if (when === undefined) return [];
    const receiver = observer === 'sink' ? 'operator' : undefined;
    return [{ observer, alertname, labels, seen, when: after(when), receiver }];
  };
  const { pending, firing, sent, notified, cleared, resolvedNotified } = moments;
  return [
    ...sighting('rules-api', 'pending', pending),
    ...sighting('alerts-series', 'pending', pending),
    ...sighting('alerts-series', 'firing', firing),
    ...sighting('rules-api', 'firing', firing === undefined ? undefined : firing + 0.1),
    ...sighting('event-recorder', 'received', sent),
    ...sighting('alertmanager-api', 'received', sent === undefined ? undefined : sent + 0.1),
    ...sighting('event-recorder', 'notified', notified),
    ...sighting('sink', 'notified', notified),
    ...sighting('alerts-series', 'cleared', firing === undefined ? undefined : cleared),
    ...sighting('rules-api', 'inactive', cleared === undefined ? undefined : cleared + 0.1),
    ...sighting('alertmanager-api', 'cleared', resolvedNotified === undefined ? undefined : resolvedNotified + 0.2),
    ...sighting('sink', 'resolved', resolvedNotified),
  ];
};
