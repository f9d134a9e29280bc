import type { Check, DrillRecord, Expectation } from '../contract/index.ts';
import { wasHeldUp } from './held-up.ts';
import { documentedAt, sightingsOf, sinceFault } from './moments.ts';

/** Checks that an alert never fired and was never notified; `pending-only` also wants it to have been pending. */
export const checkSilence = (record: DrillRecord, { alertname, behaviour }: Expectation): Check[] => {
  const fired = sightingsOf(record, 'alerts-series', 'firing', alertname)[0];
  const notified = sightingsOf(record, 'sink', 'notified', alertname)[0];
  const first = fired ?? notified;
  const silence: Check = {
    name: `${alertname} stays silent`,
    alertname,
    outcome: first === undefined ? 'held' : 'breached',
    message:
      first === undefined
        ? `${alertname}: expected to stay silent, and did`
        : `${alertname}: expected to stay silent, seen firing at ${sinceFault(record, first.when)}${documentedAt(record)}`,
  };
  return behaviour === 'pending-only' ? [silence, checkPending(record, alertname)] : [silence];
};

const checkPending = (record: DrillRecord, alertname: string): Check => {
  const pending = sightingsOf(record, 'alerts-series', 'pending', alertname)[0];
  const name = `${alertname} pending`;
  if (pending === undefined) {
    const message = `${alertname}: expected to be pending for less than its for, never seen pending${documentedAt(record)}`;
    return {
      name,
      alertname,
      outcome: wasHeldUp(record, record.fault?.removed) ? 'inconclusive' : 'breached',
      message,
    };
  }
  const message = `${alertname}: expected to be pending, seen at ${sinceFault(record, pending.when)}`;
  return { name, alertname, outcome: 'held', message, transition: 'pending', observed: pending.when };
};
