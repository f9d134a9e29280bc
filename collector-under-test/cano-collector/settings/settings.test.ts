import { expect, test } from 'vitest';
import { formatUptime, parseDuration } from './duration.ts';
import { readSettings } from './settings.ts';

test.each([
  ['90s', 90_000],
  ['1h30m', 5_400_000],
  ['250ms', 250],
  ['1.5s', 1_500],
  ['7d', 604_800_000],
  ['0', 0],
  ['90', undefined],
  ['soon', undefined],
  ['', undefined],
])('the duration %s is %s ms', (text, ms) => expect(parseDuration(text)).toBe(ms));

test.each([
  [9_015_000, '2h30m15s'],
  [3_600_000, '1h0m0s'],
  [61_999, '1m1s'],
  [0, '0s'],
])('%s ms of uptime is written %s', (ms, text) => expect(formatUptime(ms)).toBe(text));

test('an empty environment gives the documented defaults', () => {
  expect(readSettings({})).toMatchObject({
    port: 8080,
    host: '0.0.0.0',
    logLevel: 'info',
    logFormat: 'json',
    maxIdleConnections: 100,
    idleConnectionTimeoutMs: 90_000,
    destinationsFile: './destinations.yaml',
    databaseUrl: undefined,
    backupDir: undefined,
  });
});

test('an empty variable counts as unset', () => expect(readSettings({ PORT: '' }).port).toBe(8080));

test.each([
  ['PORT', '70000'],
  ['LOG_LEVEL', 'loud'],
  ['HTTP_IDLE_CONN_TIMEOUT', '90'],
  ['DATABASE_URL', 'mysql://db'],
])('a bad %s is named', (name, value) => expect(() => readSettings({ [name]: value })).toThrow(name));
