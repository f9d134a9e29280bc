import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alertsOf } from './alerts-of.ts';
import { groupOf } from './group-of.ts';
import { intendedOffset, lastOffset } from './intended-offset.ts';
import { profiles } from './profiles.ts';
import { requestBody } from './request-body.ts';

const input = { name: 'x', run: '0123abcd', seed: 1, alertsPerSecond: 100, durationMs: 60_000, alertsPerRequest: 5 };
const names = Object.keys(profiles) as (keyof typeof profiles)[];

/** How many requests are due in each tenth of a minute. */
const perTenth = (profile: keyof typeof profiles): readonly number[] => {
  const { arrivals } = profiles[profile](input);
  const counts = Array.from({ length: 10 }, () => 0);
  for (let index = 0; index < arrivals.requests; index += 1) {
    const tenth = Math.min(9, Math.floor(intendedOffset(arrivals, index) / 6_000));
    counts[tenth] = (counts[tenth] ?? 0) + 1;
  }
  return counts;
};

describe.each(names)('the profile %s', (profile) => {
  test('is the same for the same input, and its last request is due within the duration', () => {
    const plan = profiles[profile](input);
    expect(profiles[profile](input)).toEqual(plan);
    expect(lastOffset(plan.arrivals)).toBeLessThan(input.durationMs + 1_000);
    expect(lastOffset(plan.arrivals)).toBeGreaterThan(input.durationMs * 0.9);
  });

  test('has requests due in order', () => {
    const { arrivals } = profiles[profile](input);
    const offsets = Array.from({ length: arrivals.requests }, (_, index) => intendedOffset(arrivals, index));
    expect(offsets.every((offset, index) => Number.isFinite(offset) && offset >= (offsets[index - 1] ?? 0))).toBe(true);
  });

  test('fires each alert once and resolves it once, later, whatever its rate', () => {
    const rates = fc.record({
      alertsPerSecond: fc.double({ min: 3, max: 300, noNaN: true }),
      durationMs: fc.integer({ min: 1_000, max: 60_000 }),
      alertsPerRequest: fc.integer({ min: 1, max: 50 }),
    });
    fc.assert(
      fc.property(rates, (drawn) => {
        const plan = profiles[profile]({ ...input, ...drawn });
        const fired = new Set<number>();
        const resolved = new Set<number>();
        for (let iteration = 0; iteration < plan.arrivals.requests; iteration += 1) {
          const { number, status, firesIn, resolvesIn } = groupOf(plan, iteration);
          const [here, before] = status === 'firing' ? [fired, false] : [resolved, true];
          expect(fired.has(number)).toBe(before);
          expect(here.has(number)).toBe(false);
          expect(iteration).toBe(status === 'firing' ? firesIn : resolvesIn);
          here.add(number);
        }
        expect(resolved).toEqual(fired);
        expect(plan.arrivals.requests).toBe(2 * fired.size);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the rate', () => {
  test('is the same all the time when steady', () => {
    expect(perTenth('steady')).toEqual(Array.from({ length: 10 }, () => 120));
  });

  test('rises by ten steps to the rate in a ramp', () => {
    const counts = perTenth('ramp');
    for (const [step, count] of counts.entries()) expect(Math.abs(count - 12 * (step + 1))).toBeLessThanOrEqual(2);
  });

  test('is five times as high for a fifth of the time in a spike', () => {
    const counts = perTenth('spike');
    for (const [tenth, count] of counts.entries()) {
      expect(Math.abs(count - (tenth === 4 || tenth === 5 ? 600 : 120))).toBeLessThanOrEqual(2);
    }
  });

  test('is all in the first fifth and the last in a storm, which fires and then resolves', () => {
    const plan = profiles.storm(input);
    expect(perTenth('storm').slice(3, 8)).toEqual([0, 0, 0, 0, 0]);
    expect(plan.arrivals.requests * plan.alertsPerRequest).toBeGreaterThanOrEqual(6_000);
    for (const iteration of [0, plan.arrivals.requests / 2 - 1]) expect(groupOf(plan, iteration).status).toBe('firing');
    expect(groupOf(plan, plan.arrivals.requests / 2).status).toBe('resolved');
    expect(intendedOffset(plan.arrivals, plan.arrivals.requests / 2 - 1)).toBeLessThan(12_100);
    expect(intendedOffset(plan.arrivals, plan.arrivals.requests / 2)).toBeGreaterThan(47_900);
  });
});

test('flapping alerts have the fingerprint of before and an id and start of their own', () => {
  const plan = profiles.flapping(input);
  const first = alertsOf(plan, 0, 0).alerts[0];
  const again = alertsOf(plan, 20, 0).alerts[0];
  expect(again?.sent.fingerprint).toBe(first?.sent.fingerprint);
  expect(again?.sent.labels).toEqual(first?.sent.labels);
  expect(again?.id).not.toBe(first?.id);
  expect(again?.sent.startsAt).not.toBe(first?.sent.startsAt);
});

test('large payloads are about 1 MB', () => {
  const plan = profiles.large(input);
  const { length } = requestBody(plan, alertsOf(plan, 3, 0));
  expect(length).toBeGreaterThan(900_000);
  expect(length).toBeLessThan(1_100_000);
});

test.each([
  ['run', { run: 'xyz' }],
  ['duration', { durationMs: 10 }],
  ['alerts in a request', { alertsPerRequest: 0.5 }],
  ['rate', { alertsPerSecond: 0 }],
  ['rate that is no number', { alertsPerSecond: Number.NaN }],
])('refuses a %s that cannot be', (_, wrong) => {
  expect(() => profiles.steady({ ...input, ...wrong })).toThrow(expect.objectContaining({ code: 'DRILL_INVALID' }));
});
