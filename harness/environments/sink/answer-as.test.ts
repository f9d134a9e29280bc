import { expect, test } from 'vitest';
import type { Dialect, SinkRequest } from '../../contract/index.ts';
import { answerAs } from './answer-as.ts';

const ask = (dialect: Dialect, body: unknown, path = '/v2/enqueue') => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const request: SinkRequest = { at: 0, method: 'POST', path, headers: {}, body: text, status: 200, answeredAt: 0 };
  return answerAs[dialect](request);
};

const event = {
  routing_key: '0'.repeat(32),
  event_action: 'trigger',
  dedup_key: 'k',
  payload: { summary: 'down', source: 'alertmanager', severity: 'critical' },
};

test('PagerDuty takes an event with 202 and its key', () => {
  const { status, body } = ask('pagerduty', event);
  expect([status, JSON.parse(body)]).toEqual([202, { status: 'success', message: 'Event processed', dedup_key: 'k' }]);
});

test.each([
  ['a severity that it does not know', { ...event, payload: { ...event.payload, severity: 'page' } }],
  ['a key that is too short', { ...event, routing_key: 'short' }],
  ['a trigger without a payload', { ...event, payload: undefined }],
  ['a resolve without a key', { ...event, event_action: 'resolve', dedup_key: undefined }],
  ['what is no JSON', 'nonsense'],
])('PagerDuty refuses %s with 400', (_, body) => {
  expect(ask('pagerduty', body).status).toBe(400);
});

test('PagerDuty has nothing at another path', () => {
  expect(ask('pagerduty', event, '/').status).toBe(404);
});

test('Slack takes a message with an attachment and answers ok', () => {
  expect(ask('slack', { channel: '#a', attachments: [{ fallback: 'f' }] })).toMatchObject({ status: 200, body: 'ok' });
});

test.each([
  ['nothing to show', { channel: '#a' }],
  ['a channel that is none', { channel: 'a', text: 'b' }],
  ['what is no JSON', '{'],
])('Slack refuses %s with 400', (_, body) => {
  expect(ask('slack', body)).toMatchObject({ status: 400, body: 'invalid_payload' });
});

test('a target has nothing to tell but that it is up, in the format that Prometheus reads', () => {
  const { status, type, body } = ask('target', '', '/metrics');
  expect([status, type]).toEqual([200, 'text/plain; version=0.0.4']);
  expect(body).toMatch(/^#.*\n$/);
});
