import type { Check, DrillRecord, ObserverName, Plan, Seen } from '../contract/index.ts';
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

/** The observers look for the last time one after the other; what happens so near to that may be seen by some only. */
const lastLooksMs = 1_000;

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
  const saw = (observer: ObserverName, seen: Seen): Count =>
    countOf(record, sightingsOf(record, observer, seen, alertname));
  const fired = saw('alerts-series', 'firing');
  const received = saw('event-recorder', 'received');
  const wasLong = firedForMs(record, alertname) > pollableMs;
  const pairs: readonly [string, boolean][] = [
    [
      'the rules API and the ALERTS series on firing',
      wasLong ? saw('rules-api', 'firing').all > 0 : fired.all > 0 || saw('rules-api', 'firing').certain === 0,
    ],
    ['the ALERTS series and Alertmanager on what was sent', isAny(received, fired) && isAny(fired, received)],
    [
      'the event recorder and the sink on notifications',
      isSame(saw('event-recorder', 'notified'), saw('sink', 'notified')),
    ],
    [
      'the event recorder and the sink on resolutions',
      isSame(saw('event-recorder', 'resolved'), saw('sink', 'resolved')),
    ],
    [
      'Alertmanager’s API and its event recorder',
      !wasLong || received.certain === 0 || saw('alertmanager-api', 'received').all > 0,
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

/** Sightings of one observer: all, and those that no other may have missed by looking for the last time before it. */
type Count = { readonly all: number; readonly certain: number };

const countOf = (record: DrillRecord, sightings: readonly { readonly when: number }[]): Count => {
  const before = lastLooksFrom(record) - lastLooksMs;
  return { all: sightings.length, certain: sightings.filter(({ when }) => when < before).length };
};

const isSame = (one: Count, other: Count): boolean => one.certain <= other.all && other.certain <= one.all;

const isAny = (one: Count, other: Count): boolean => one.certain === 0 || other.all > 0;

const lastLooksFrom = ({ phases }: DrillRecord): number =>
  phases.find(({ phase }) => phase === 'collect')?.at ?? Infinity;

/** From the first firing to the last clearing, or to the last looks where it still fires, in ms. */
const firedForMs = (record: DrillRecord, alertname: string): number => {
  const from = sightingsOf(record, 'alerts-series', 'firing', alertname)[0]?.when;
  if (from === undefined) return 0;
  const to = sightingsOf(record, 'alerts-series', 'cleared', alertname).at(-1)?.when;
  return (to ?? lastLooksFrom(record)) - from;
};
