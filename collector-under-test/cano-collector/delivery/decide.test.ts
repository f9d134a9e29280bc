import fc from 'fast-check';
import { expect, test } from 'vitest';
import { destinations } from '../testing/fixtures.ts';
import { backoffMs } from './backoff.ts';
import { decide } from './decide.ts';

const now = 1_000_000;
const fresh = { id: 7, attempts: 0, acceptedAt: now };
const half = { now, random: () => 0.5 };
const failed = { kind: 'transient', reason: 'answered 500' } as const;

test('the wait is never negative and never above the doubled, capped base', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (made, chance) => {
      const wait = backoffMs(made, { baseMs: 500, maxMs: 30_000 }, () => chance);
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThan(Math.min(30_000, 500 * 2 ** (made - 1)) + 1);
    }),
  );
});

test.each([
  [1, 250],
  [2, 500],
  [4, 2_000],
  [20, 15_000],
])('after %i attempts half a chance waits %i ms', (made, wait) => {
  expect(backoffMs(made, { baseMs: 500, maxMs: 30_000 }, () => 0.5)).toBe(wait);
});

test('a success is delivered', () => {
  expect(decide(fresh, { kind: 'sent' }, destinations.webhook, half)).toEqual({ id: 7, kind: 'delivered' });
});

test('a transient failure is retried after the backoff', () => {
  expect(decide(fresh, failed, destinations.webhook, half)).toEqual({ id: 7, kind: 'retry', dueAt: now + 50 });
});

test('a longer Retry-After wins over the backoff', () => {
  const result = { ...failed, retryAfterMs: 4_000 };
  expect(decide(fresh, result, destinations.webhook, half)).toEqual({ id: 7, kind: 'retry', dueAt: now + 4_000 });
});

test.each([
  ['a permanent failure', fresh, { kind: 'permanent', reason: 'answered 400' } as const],
  ['the last attempt', { ...fresh, attempts: 2 }, failed],
  ['an alert older than its limit', { ...fresh, acceptedAt: now - 60_000 }, failed],
  ['a Retry-After beyond the age limit', fresh, { ...failed, retryAfterMs: 60_001 }],
])('%s is given up', (_title, delivery, result) => {
  expect(decide(delivery, result, destinations.webhook, half)).toEqual({ id: 7, kind: 'given-up' });
});
