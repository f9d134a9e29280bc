import type { JudgedDrill, Sighting } from '../../harness/contract/index.ts';
import { notificationsOf, zeroOf } from '../facts/drill-facts.ts';
import { signed } from '../facts/plain-text.ts';
import { markup, type Fragment, type Html } from './markup.ts';
import { table } from './parts.ts';

/** Writes each observer: whether it could see all the time, and what it saw of each alert. */
export const observersTable = (drill: JudgedDrill): Html => {
  const zero = zeroOf(drill).at;
  const rows = drill.observers.map(({ observer, ok, detail }) => {
    const seen = drill.sightings.filter((sighting) => sighting.observer === observer);
    return [observer, `${ok ? '✓' : '!'} ${detail}`, sawText(seen, zero)];
  });
  const caption = `Observers, in seconds since ${zeroOf(drill).since}`;
  return table({ className: 'observers', caption, columns: ['Observer', 'Could see', 'Saw'] }, rows);
};

/** Writes each notification that came to the receiver, and marks those that have no place in the drill. */
export const notificationsTable = (drill: JudgedDrill): Html => {
  const zero = zeroOf(drill).at;
  const rows = notificationsOf(drill).map(({ alertname, seen, when, receiver, labels, expected }) => [
    signed(when - zero),
    markup`${alertname}${!expected && markup` <strong class="extra">not expected</strong>`}`,
    seen === 'resolved' ? 'resolved' : 'firing',
    receiver ?? '',
    markup`<span class="muted">${labelsText(labels)}</span>`,
  ]);
  const columns = ['Second', 'Alert', 'Status', 'Receiver', 'Labels'];
  return table({ className: 'notifications', caption: 'Notifications that came', columns }, rows);
};

const sawText = (sightings: readonly Sighting[], zero: number): Fragment => {
  if (sightings.length === 0) return markup`<span class="muted">nothing</span>`;
  return [...Map.groupBy(sightings, ({ alertname }) => alertname)].map(
    ([alertname, seen]) =>
      markup`<div>
        <span class="muted">${alertname}</span>
        ${seen.map((one) => `${one.seen} ${signed(one.when - zero)}`).join(', ')}
      </div>`,
  );
};

const labelsText = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .filter(([name]) => name !== 'alertname')
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
