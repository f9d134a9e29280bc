import type { EventBody, ObserverName, Seen } from '../contract/index.ts';

type SeenEvent = Extract<EventBody, { type: 'seen' }>;

/** What the observers of one drill have seen so far, for deciding when a phase is over. */
export class Sightings {
  readonly #events: SeenEvent[] = [];

  add(event: EventBody): void {
    if (event.type === 'seen') this.#events.push(event);
  }

  has(observer: ObserverName, seen: Seen, alertname: string): boolean {
    return this.#events.some(
      (event) => event.observer === observer && event.seen === seen && event.alertname === alertname,
    );
  }

  /** By how much later Prometheus began with an alert for the last time than for the first, in ms: the most of its series. */
  beganAgainMs(alertname: string): number {
    const begun = this.#events.filter(
      (event) => event.observer === 'rules-api' && event.seen === 'pending' && event.alertname === alertname,
    );
    const series = Map.groupBy(begun, ({ labels }) => JSON.stringify(Object.entries(labels).toSorted()));
    const laterMs = [...series.values()].map((each) => {
      const times = each.map(({ when }) => when);
      return Math.max(...times) - Math.min(...times);
    });
    return Math.max(0, ...laterMs);
  }

  /** The alerts that the receiver was told of as firing and not yet as resolved. */
  openAtReceiver(): string[] {
    const last = new Map<string, SeenEvent>();
    for (const event of this.#events.filter(({ observer }) => observer === 'sink')) {
      last.set(JSON.stringify(event.labels), event);
    }
    return [...last.values()].filter(({ seen }) => seen === 'notified').map(({ alertname }) => alertname);
  }
}
