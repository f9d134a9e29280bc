import { describe, expect, test } from 'vitest';
import type { Seen } from '../contract/index.ts';
import { AlertTracker, type AlertNow } from './alert-tracker.ts';

const alert = (seen: Seen, when: number, instance = 'a'): AlertNow => ({
  labels: { alertname: 'Down', instance },
  seen,
  when,
});

const tracked = (pictures: readonly (readonly AlertNow[])[]): string[][] => {
  const tracker = new AlertTracker('rules-api', 'inactive');
  return pictures.map((alerts, index) =>
    tracker
      .update('alerts/some', alerts, 1_000 * (index + 1))
      .flatMap((event) =>
        event.type === 'seen' ? [`${event.labels['instance'] ?? ''} ${event.seen} ${event.when}`] : [],
      ),
  );
};

describe('an alert tracker', () => {
  test('gives each change once, at its own time, and a disappearance at the time of the look', () => {
    const pictures = [
      [],
      [alert('pending', 1_900)],
      [alert('pending', 1_900)],
      [alert('firing', 3_950)],
      [alert('firing', 4_950)],
      [],
      [],
    ];
    expect(tracked(pictures)).toEqual([[], ['a pending 1900'], [], ['a firing 3950'], [], ['a inactive 6000'], []]);
  });

  test('tells alerts of one name apart by their labels', () => {
    const pictures = [
      [alert('firing', 1, 'a'), alert('firing', 1, 'b')],
      [alert('firing', 1, 'b'), alert('pending', 2, 'c')],
    ];
    expect(tracked(pictures)).toEqual([
      ['a firing 1', 'b firing 1'],
      ['c pending 2', 'a inactive 2000'],
    ]);
  });

  test('gives an alert that comes again as new', () => {
    expect(tracked([[alert('firing', 1)], [], [alert('firing', 2_500)]])).toEqual([
      ['a firing 1'],
      ['a inactive 2000'],
      ['a firing 2500'],
    ]);
  });

  test('names the drill, the observer, the alert and its labels', () => {
    const [event] = new AlertTracker('alertmanager-api', 'cleared').update('alerts/some', [alert('received', 7)], 9);
    expect(event).toEqual({
      type: 'seen',
      drill: 'alerts/some',
      observer: 'alertmanager-api',
      alertname: 'Down',
      labels: { alertname: 'Down', instance: 'a' },
      seen: 'received',
      when: 7,
    });
  });
});
