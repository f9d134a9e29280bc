import type { Bound, Check, TransitionName } from '../../harness/contract/index.ts';

/** The moment at which every sample drill's fault is requested. */
export const faultAt = Date.UTC(2026, 9, 12, 8, 30, 20);

/** Gives a moment as wall-clock ms from seconds since the fault. */
export const after = (secondsSinceFault: number): number => faultAt + Math.round(secondsSinceFault * 1000);

type Timed = {
  readonly transition: TransitionName;
  readonly from: number;
  readonly to: number;
  readonly dominant: string;
};

const words = {
  pending: 'pending',
  firing: 'firing',
  sent: 'sent to Alertmanager',
  notified: 'notified at the receiver',
  cleared: 'cleared',
  resolvedNotified: 'resolved at the receiver',
} satisfies Record<TransitionName, string>;

/** Builds the check of a transition; its outcome follows from whether `seen` is in the bound. */
export const timedCheck = (alertname: string, { transition, from, to, dominant }: Timed, seen?: number): Check => {
  const terms = [{ name: dominant, earliestMs: from * 1000, latestMs: to * 1000 }];
  const bound: Bound = { earliest: after(from), latest: after(to), dominant, terms };
  const isHeld = seen !== undefined && seen >= from && seen <= to;
  const name = `${alertname} ${words[transition]}`;
  const expected = `expected from +${from.toFixed(2)} s to +${to.toFixed(2)} s (mostly ${dominant})`;
  const observed = seen === undefined ? undefined : after(seen);
  const told = seen === undefined ? 'never seen' : `seen at +${seen.toFixed(2)} s`;
  const where = isHeld ? '' : ' (documented at 000 › Alerting Rules, l. 80-87)';
  const message = `${name}: ${expected}, ${told}${where}`;
  return { name, alertname, outcome: isHeld ? 'held' : 'breached', message, transition, observed, bound };
};

/** Builds a check that is not of a transition. */
export const plainCheck = (name: string, message: string, outcome: Check['outcome'] = 'held'): Check => ({
  name,
  outcome,
  message,
});

/** The checks that the harness could tell. */
export const evidenceChecks: readonly Check[] = [
  plainCheck('nothing else fires', 'nothing fired or arrived that the drill does not name'),
  plainCheck('nothing arrives twice', 'every transition arrived once'),
  plainCheck('the fault took effect', 'the collector is frozen: GET /metrics did not answer within 200 ms'),
  plainCheck('the observer rules-api could see', 'rules-api: 162 polls'),
  plainCheck('the observer alerts-series could see', 'alerts-series: 2 series'),
  plainCheck('the observer alertmanager-api could see', 'alertmanager-api: 98 polls'),
  plainCheck('the observer event-recorder could see', 'event-recorder: 4 events'),
  plainCheck('the observer sink could see', 'sink: 2 notifications'),
];

/** Moments of transitions in seconds since the fault. */
export type Moments = Partial<Readonly<Record<TransitionName, number | undefined>>>;

/** The bounds of an alert with `for` and `group_wait` of a second and `group_interval` of five. */
export const downBounds = {
  pending: { transition: 'pending', from: 0, to: 1.1, dominant: 'scrape' },
  firing: { transition: 'firing', from: 1, to: 3.2, dominant: 'for' },
  sent: { transition: 'sent', from: 1, to: 3.4, dominant: 'for' },
  notified: { transition: 'notified', from: 2, to: 4.6, dominant: 'group_wait' },
  cleared: { transition: 'cleared', from: 6, to: 7.4, dominant: 'scrape' },
  resolvedNotified: { transition: 'resolvedNotified', from: 7, to: 12.9, dominant: 'group_interval' },
} satisfies Record<TransitionName, Timed>;

/** The moments of an alert that keeps those bounds, in seconds since the fault. */
export const downSeen: Moments = {
  pending: 0.6,
  firing: 1.8,
  sent: 1.9,
  notified: 2.9,
  cleared: 6.6,
  resolvedNotified: 7.9,
};

/** Builds the checks of all six transitions of an alert. */
export const timedChecksOf = (alertname: string, seen: Moments = downSeen): Check[] =>
  Object.values(downBounds).map((bound) => timedCheck(alertname, bound, seen[bound.transition]));
