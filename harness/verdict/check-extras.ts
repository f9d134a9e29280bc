import type { Check, DrillRecord, Plan, Sighting } from '../contract/index.ts';
import { sightingsOf, sinceFault } from './moments.ts';

/** Checks that nothing arrived or fired that the drill does not name, nothing twice, and every companion that must. */
export const checkExtras = (record: DrillRecord, plan: Plan): Check[] => [
  checkUnexpected(record, plan),
  checkRepeats(record),
  ...plan.companions.must.map((name) => checkCompanion(record, name)),
];

/** A scrape that fails can make an alert fire that is about scrapes; a stall or a missed evaluation makes none fire. */
const missedScrapes = ({ machine }: DrillRecord): boolean =>
  (machine?.failedScrapes ?? 0) + (machine?.failedAtStart ?? 0) > 0;

const checkUnexpected = (record: DrillRecord, { expectations, companions, aboutScrapes }: Plan): Check => {
  const named = new Set([...expectations.map(({ alertname }) => alertname), ...companions.must, ...companions.may]);
  const all = [...sightingsOf(record, 'alerts-series', 'firing'), ...sightingsOf(record, 'sink', 'notified')];
  const extras = all.filter(({ alertname }) => !named.has(alertname));
  const name = 'nothing else fires';
  if (extras.length === 0)
    return { name, outcome: 'held', message: 'nothing fired or arrived that the drill does not name' };
  const texts = new Map(
    extras.map((extra) => [extra.alertname, `${extra.alertname} at ${sinceFault(record, extra.when)}`]),
  );
  const message = `expected no other alert than ${[...named].join(', ') || 'none'}, seen ${[...texts.values()].join(', ')}`;
  const excused = missedScrapes(record) && extras.every(({ alertname }) => aboutScrapes?.includes(alertname) ?? true);
  return { name, outcome: excused ? 'inconclusive' : 'breached', message };
};

const checkRepeats = (record: DrillRecord): Check => {
  const seen = new Map<string, Sighting['seen']>();
  const repeats: Sighting[] = [];
  const arrivals = record.sightings.filter(({ observer }) => observer === 'sink').sort((a, b) => a.when - b.when);
  for (const arrival of arrivals) {
    const key = JSON.stringify(arrival.labels);
    if (seen.get(key) === arrival.seen) repeats.push(arrival);
    seen.set(key, arrival.seen);
  }
  const name = 'nothing arrives twice';
  if (repeats.length === 0) return { name, outcome: 'held', message: 'every transition arrived once' };
  const texts = repeats.map(
    ({ alertname, seen: what, when }) => `${alertname} ${what} again at ${sinceFault(record, when)}`,
  );
  return { name, outcome: 'breached', message: `expected each transition once, seen ${texts.join(', ')}` };
};

const checkCompanion = (record: DrillRecord, alertname: string): Check => {
  const notified = sightingsOf(record, 'sink', 'notified', alertname)[0];
  const name = `${alertname} fires beside it`;
  return notified === undefined
    ? { name, outcome: 'breached', message: `${alertname}: expected to fire beside it, never seen at the receiver` }
    : {
        name,
        outcome: 'held',
        message: `${alertname}: fired beside it, notified at ${sinceFault(record, notified.when)}`,
      };
};
