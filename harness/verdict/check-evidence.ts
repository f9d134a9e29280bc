import type { Check, DrillRecord, ObserverName, Plan } from '../contract/index.ts';
import { sightingsOf } from './moments.ts';

const observers = [
  'rules-api',
  'alerts-series',
  'alertmanager-api',
  'event-recorder',
  'sink',
] as const satisfies ObserverName[];

/** A firing shorter than this may fall between two polls of an API, in ms. */
const pollableMs = 2_000;

/** Checks that the harness could tell: the fault took effect, and every observer saw, and saw the same. */
export const checkEvidence = (record: DrillRecord, plan: Plan): Check[] => [
  ...(plan.fault === undefined ? [] : [checkFault(record)]),
  ...observers.map((observer) => checkObserver(record, observer)),
  ...[...new Set(record.sightings.map(({ alertname }) => alertname))].flatMap((name) => checkAgreement(record, name)),
];

const checkFault = ({ fault }: DrillRecord): Check => {
  const name = 'the fault took effect';
  if (fault?.effective === undefined) return { name, outcome: 'errored', message: 'the fault never took effect' };
  if (fault.removed === undefined) return { name, outcome: 'errored', message: 'the fault was not removed' };
  return { name, outcome: 'held', message: `${fault.title}: ${fault.proof ?? ''}` };
};

const checkObserver = (record: DrillRecord, observer: ObserverName): Check => {
  const report = record.observers.find((entry) => entry.observer === observer);
  const name = `the observer ${observer} could see`;
  if (report?.ok === true) return { name, outcome: 'held', message: `${observer}: ${report.detail}` };
  return { name, outcome: 'errored', message: `${observer}: ${report?.detail ?? 'it never reported'}` };
};

const checkAgreement = (record: DrillRecord, alertname: string): Check[] => {
  const count = (observer: ObserverName, seen: 'firing' | 'received' | 'notified' | 'resolved'): number =>
    sightingsOf(record, observer, seen, alertname).length;
  const fired = sightingsOf(record, 'alerts-series', 'firing', alertname);
  const [from, to] = [fired[0]?.when, sightingsOf(record, 'alerts-series', 'cleared', alertname).at(-1)?.when];
  const wasLong = from !== undefined && (to === undefined || to - from > pollableMs);
  const pairs: readonly [string, boolean][] = [
    [
      'the rules API and the ALERTS series on firing',
      wasLong ? count('rules-api', 'firing') > 0 : fired.length > 0 || count('rules-api', 'firing') === 0,
    ],
    [
      'the ALERTS series and Alertmanager on what was sent',
      count('event-recorder', 'received') > 0 === fired.length > 0,
    ],
    [
      'the event recorder and the sink on notifications',
      count('event-recorder', 'notified') === count('sink', 'notified'),
    ],
    [
      'the event recorder and the sink on resolutions',
      count('event-recorder', 'resolved') === count('sink', 'resolved'),
    ],
    [
      'Alertmanager’s API and its event recorder',
      !wasLong || count('event-recorder', 'received') === 0 || count('alertmanager-api', 'received') > 0,
    ],
  ];
  return pairs
    .filter(([, agrees]) => !agrees)
    .map(([who]) => ({
      name: 'the observers agree',
      outcome: 'errored',
      message: `${alertname}: disagreement of ${who}`,
    }));
};
