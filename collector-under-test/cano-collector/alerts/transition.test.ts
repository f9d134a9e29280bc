import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aResolvedAlert, aWebhook, anAlert } from '../testing/fixtures.ts';
import { fingerprintOf, toTransitions } from './transition.ts';
import { webhookSchema } from './webhook-schema.ts';
import type { Alert } from './webhook-schema.ts';

const keyOf = (alert: Alert): string => toTransitions(webhookSchema.parse(aWebhook([alert])))[0]!.key;

test('a repeat of a transition has the same key', () => {
  expect(keyOf(anAlert({ annotations: { summary: 'still full' } }))).toBe(keyOf(anAlert()));
  expect(keyOf(anAlert({ endsAt: '2024-05-01T10:09:00Z' }))).toBe(keyOf(anAlert()));
});

test('another start, status, end or alert is another transition', () => {
  const alerts = [
    anAlert(),
    anAlert({ startsAt: '2024-05-01T11:00:00Z' }),
    anAlert({ fingerprint: 'ffff' }),
    aResolvedAlert(),
    aResolvedAlert({ endsAt: '2024-05-01T10:06:00Z' }),
  ];
  expect(new Set(alerts.map(keyOf)).size).toBe(alerts.length);
});

test('a fingerprint that no header can carry is told by a digest in the key, and kept in the notice', () => {
  const odd = ['line\nbreak', 'nul\u0000', '\ud800', '\ud801', 'é'].map((fingerprint) => anAlert({ fingerprint }));
  const transitions = odd.flatMap((alert) => toTransitions(webhookSchema.parse(aWebhook([alert]))));
  expect(new Set(transitions.map(({ key }) => key)).size).toBe(odd.length);
  for (const { key } of transitions) expect(key).toMatch(/^[\x21-\x7e]+$/);
  expect(transitions.map(({ notice }) => notice.alert)).toEqual(odd);
});

test('keys of one alert sort in order of time', () => {
  const inOrder = [anAlert(), aResolvedAlert(), anAlert({ startsAt: '2024-05-01T11:00:00Z' })].map(keyOf);
  expect([...inOrder].sort()).toEqual(inOrder);
});

test('the fingerprint does not depend on the order of labels', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.string()), (labels) => {
      const reversed = Object.fromEntries(Object.entries(labels).reverse());
      expect(fingerprintOf(reversed)).toBe(fingerprintOf(labels));
    }),
  );
});

test('an alert without a fingerprint gets one from its labels', () => {
  const [one] = toTransitions(webhookSchema.parse(aWebhook([anAlert({ fingerprint: '' })])));
  expect(one!.fingerprint).toBe(fingerprintOf(anAlert().labels));
  expect(one!.notice.alert.fingerprint).toBe(one!.fingerprint);
});
