import { describe, expect, it } from 'vitest';
import type { EventBody } from '../contract/index.ts';
import { Sightings } from './sightings.ts';
import { seen } from './testing/events.ts';

const sightingsOf = (...events: readonly EventBody[]): Sightings => {
  const sightings = new Sightings();
  for (const event of events) sightings.add(event);
  return sightings;
};

describe('Sightings', () => {
  it('knows who saw what of which alert', () => {
    const sightings = sightingsOf(seen('a/a', 'sink', 'notified', 1));
    expect(sightings.has('sink', 'notified', 'Down')).toBe(true);
    expect(sightings.has('event-recorder', 'notified', 'Down')).toBe(false);
    expect(sightings.has('sink', 'resolved', 'Down')).toBe(false);
    expect(sightings.has('sink', 'notified', 'Slow')).toBe(false);
  });

  it('takes from other events nothing', () => {
    const sightings = sightingsOf({ type: 'phase', drill: 'a/a', phase: 'fault' });
    expect(sightings.openAtReceiver()).toEqual([]);
  });

  it('says by how much later Prometheus began with an alert again', () => {
    const begun = (when: number) => seen('a/a', 'rules-api', 'pending', when);
    const sightings = sightingsOf(begun(5), seen('a/a', 'rules-api', 'firing', 50), seen('a/a', 'sink', 'pending', 70));
    expect(sightings.beganAgainMs('Down')).toBe(0);
    sightings.add(begun(25));
    expect(sightings.beganAgainMs('Down')).toBe(20);
    expect(sightings.beganAgainMs('Slow')).toBe(0);
    const other = (when: number, labels: Record<string, string>) => ({ ...begun(when), labels }) as EventBody;
    sightings.add(other(60, { alertname: 'Down', pod: 'b' }));
    expect(sightings.beganAgainMs('Down')).toBe(20);
    sightings.add(other(90, { pod: 'b', alertname: 'Down' }));
    expect(sightings.beganAgainMs('Down')).toBe(30);
  });

  it('has an alert open at the receiver from notified to resolved, and again when it comes back', () => {
    const sightings = sightingsOf(seen('a/a', 'sink', 'notified', 1));
    expect(sightings.openAtReceiver()).toEqual(['Down']);
    sightings.add(seen('a/a', 'sink', 'resolved', 2));
    expect(sightings.openAtReceiver()).toEqual([]);
    sightings.add(seen('a/a', 'sink', 'notified', 3));
    expect(sightings.openAtReceiver()).toEqual(['Down']);
  });

  it('goes by the receiver alone: what others saw resolved stays open', () => {
    const sightings = sightingsOf(seen('a/a', 'sink', 'notified', 1), seen('a/a', 'event-recorder', 'resolved', 2));
    expect(sightings.openAtReceiver()).toEqual(['Down']);
  });

  it('keeps alerts of one name apart by their labels', () => {
    const other = { ...seen('a/a', 'sink', 'notified', 1), labels: { alertname: 'Down', pod: 'b' } } as EventBody;
    const sightings = sightingsOf(seen('a/a', 'sink', 'notified', 1), other, seen('a/a', 'sink', 'resolved', 2));
    expect(sightings.openAtReceiver()).toEqual(['Down']);
  });
});
