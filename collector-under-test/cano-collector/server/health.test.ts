import { expect, test } from 'vitest';
import { injectCollector } from '../testing/inject.ts';
import { manualClock } from '../testing/manual-clock.ts';
import { createHealth } from './health.ts';

test('a healthy collector answers as documented', async () => {
  await using collector = await injectCollector();
  const health = await collector.app.inject({ url: '/health' });
  expect([health.statusCode, health.body]).toEqual([200, '{"status":"ok"}']);
  const details = await collector.app.inject({ url: '/health/detailed' });
  expect(details.json()).toEqual({
    status: 'ok',
    components: { config: 'ok', destinations: 'ok', database: 'ok' },
    uptime: expect.stringMatching(/^\d+s$/) as string,
    version: '1.0.0',
  });
});

function healthWith(overrides: Partial<Parameters<typeof createHealth>[0]>) {
  const clock = manualClock();
  const working = { configError: () => undefined, failingDestinations: () => [], checkStore: () => Promise.resolve() };
  return { clock, health: createHealth({ clock, ...working, ...overrides }) };
}

test('a bad config and failing destinations degrade the details only', async () => {
  const { clock, health } = healthWith({ configError: () => 'line 3', failingDestinations: () => ['hook'] });
  clock.advance(9_015_000);
  expect(await health.canWork()).toBe(true);
  expect(await health.details()).toMatchObject({
    status: 'degraded',
    uptime: '2h30m15s',
    components: { config: 'error: line 3', destinations: 'degraded: hook failing', database: 'ok' },
  });
});

test('the store is asked at most once a second', async () => {
  let checks = 0;
  const { clock, health } = healthWith({ checkStore: () => Promise.resolve(void (checks += 1)) });
  await Promise.all([health.canWork(), health.canWork()]);
  expect(checks).toBe(1);
  clock.advance(1_000);
  await health.canWork();
  expect(checks).toBe(2);
});

test('a store that does not answer counts as failed', async () => {
  const { clock, health } = healthWith({ checkStore: () => new Promise(() => undefined) });
  const canWork = health.canWork();
  clock.advance(2_000);
  expect(await canWork).toBe(false);
});
