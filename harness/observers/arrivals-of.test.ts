import { expect, test } from 'vitest';
import { arrivalsOf } from './arrivals-of.ts';
import { recorded } from './testing/answers.ts';

const alert = (id: string, status: string) => ({ status, labels: { alertname: 'HighErrorRate', alert_id: id } });
const arrivals = (body: unknown) => arrivalsOf({ body: JSON.stringify(body) });

test('reads each alert of a webhook by its own status, not by that of the group', () => {
  const alerts = [alert('fd-0123abcd-0000001', 'resolved'), alert('fd-0123abcd-0000002', 'firing')];
  expect(arrivals({ version: '4', status: 'firing', alerts })).toEqual([
    { id: 'fd-0123abcd-0000001', status: 'resolved' },
    { id: 'fd-0123abcd-0000002', status: 'firing' },
  ]);
});

test('takes an alert once, however often it names its id, and leaves out alerts that were not sent', () => {
  const id = 'fd-0123abcd-0000001';
  const sent = { ...alert(id, 'firing'), annotations: { summary: `${id} fails` } };
  const other = { status: 'firing', labels: { alertname: 'Watchdog' } };
  expect(arrivals({ commonLabels: { alert_id: id }, alerts: [other, sent, null] })).toEqual([{ id, status: 'firing' }]);
});

test('counts an alert twice that a webhook carries twice', () => {
  const twice = [alert('fd-0123abcd-0000001', 'firing'), alert('fd-0123abcd-0000001', 'firing')];
  expect(arrivals({ alerts: twice })).toHaveLength(2);
});

test.each([
  ['[FIRING] HighErrorRate', 'firing'],
  ['[RESOLVED] HighErrorRate', 'resolved'],
  ['[RESOLVED:2] HighErrorRate', 'resolved'],
])('reads the ids in a message of Slack that begins with %s', (title, status) => {
  const text = '• alert_id: fd-0123abcd-0000001\n• alert_id: fd-0123abcd-0000002\n• again: fd-0123abcd-0000001';
  expect(arrivals({ text: title, attachments: [{ fallback: title, blocks: [{ text }] }] })).toEqual([
    { id: 'fd-0123abcd-0000001', status },
    { id: 'fd-0123abcd-0000002', status },
  ]);
});

test.each([
  ['trigger', 'firing'],
  ['resolve', 'resolved'],
])('reads an event of PagerDuty whose action is %s', (action, status) => {
  const payload = { summary: 'HighErrorRate', custom_details: { labels: { alert_id: 'fd-0123abcd-0000001' } } };
  expect(arrivals({ event_action: action, payload })).toEqual([{ id: 'fd-0123abcd-0000001', status }]);
});

test('reads ids in what is no JSON, and in JSON that is no object', () => {
  const firing = [{ id: 'fd-0123abcd-7', status: 'firing' }];
  expect(arrivalsOf({ body: 'alert fd-0123abcd-7, and a broken {' })).toEqual(firing);
  expect(arrivals('fd-0123abcd-7')).toEqual(firing);
});

test.each(['', 'null', '{', recorded('webhook-firing.json'), 'fd-0123abc-1 fd-0123abcg-1 fd-0123ABCD-1 fd-0123abcd-'])(
  'finds nothing where no id is: %j',
  (body) => {
    expect(arrivalsOf({ body })).toEqual([]);
  },
);
