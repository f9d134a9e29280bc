import type { EventBody, ObserverName, Seen } from '../contract/index.ts';

type Labels = Readonly<Record<string, string>>;
export type AlertNow = { readonly labels: Labels; readonly seen: Seen; readonly when: number };

/** Turns successive pictures of the active alerts into the changes between them; one that has gone is `gone`. */
export class AlertTracker {
  readonly #known = new Map<string, AlertNow>();
  readonly #observer: ObserverName;
  readonly #gone: Seen;

  constructor(observer: ObserverName, gone: Seen) {
    this.#observer = observer;
    this.#gone = gone;
  }

  /** Gives an event for each change; `now` is taken as the time of a disappearance. */
  update(drill: string, alerts: readonly AlertNow[], now: number): EventBody[] {
    const current = new Map(alerts.map((alert) => [JSON.stringify(alert.labels), alert]));
    const changed = [...current]
      .filter(([key, { seen }]) => this.#known.get(key)?.seen !== seen)
      .map(([, alert]) => alert);
    const gone = [...this.#known].filter(([key]) => !current.has(key)).map(([, { labels }]) => labels);
    this.#known.clear();
    current.forEach((alert, key) => this.#known.set(key, alert));
    return [...changed, ...gone.map((labels) => ({ labels, seen: this.#gone, when: now }))].map(
      ({ labels, seen, when }) => ({
        type: 'seen' as const,
        drill,
        observer: this.#observer,
        alertname: labels['alertname'] ?? '',
        labels: { ...labels },
        seen,
        when,
      }),
    );
  }
}
