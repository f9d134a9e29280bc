import { expect, test } from 'vitest';
import { createLogger } from './logger.ts';
import { redactText } from './redact.ts';

function linesOf(logFormat: 'json' | 'text', log: (logger: ReturnType<typeof createLogger>) => void): string[] {
  const lines: string[] = [];
  log(createLogger({ logLevel: 'info', logFormat }, { write: (line: string) => void lines.push(line) }));
  return lines;
}

test('json lines carry level, message and fields', () => {
  const [line = ''] = linesOf('json', (logger) => logger.info({ address: '127.0.0.1', port: 8080 }, 'listening'));
  expect(JSON.parse(line)).toEqual({
    level: 'info',
    time: expect.any(String) as string,
    msg: 'listening',
    address: '127.0.0.1',
    port: 8080,
  });
});

test('text lines are readable and complete', () => {
  const [line] = linesOf('text', (logger) => logger.warn({ error: 'answered 500' }, 'failed to send'));
  expect(line).toMatch(/^\S+Z WARN {2}failed to send error="answered 500"\n$/);
});

test('records below the level are dropped', () => {
  expect(linesOf('json', (logger) => logger.debug('noise'))).toEqual([]);
});

test.each([
  ['https://hooks.slack.com/services/T0/B0/xyz', 'https://hooks.slack.com/[redacted]'],
  ['postgres://cano:hunter2@db:5432/cano', 'postgres://db:5432/[redacted]'],
  ['Authorization: Bearer abc.def', 'Authorization: Bearer [redacted]'],
  ['http://sink.example/', 'http://sink.example'],
  ['answered 500', 'answered 500'],
])('%s is logged as %s', (text, redacted) => expect(redactText(text)).toBe(redacted));

test('a long text that is nearly a URL is redacted in time that grows with its length', () => {
  const text = 'a-'.repeat(100_000);
  expect(redactText(text)).toBe(text);
});

test.each(['json', 'text'] as const)('a %s record is one line for every reader, whatever it tells', (format) => {
  const reason = 'a\u2028b\u2029c\u0085d\ne\r\u001b[2J\u009b2J\u202ef';
  const [line = ''] = linesOf(format, (logger) => logger.warn({ reason }, 'odd'));
  // eslint-disable-next-line no-control-regex
  expect(line.slice(0, -1)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202e]/);
  if (format === 'json') expect(JSON.parse(line)).toMatchObject({ reason });
});

test('secrets in fields do not reach the log', () => {
  const secret = 'T0-secret';
  const output = linesOf('json', (logger) => {
    logger.error({ error: `connect failed: https://hooks.slack.com/services/${secret}` }, 'failed to send');
    logger.error({ routingKey: secret, url: `http://h/${secret}`, authorization: `Bearer ${secret}` }, 'failed');
  }).join('');
  expect(output).not.toContain(secret);
});
