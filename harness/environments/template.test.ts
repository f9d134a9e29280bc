import { expect, test } from 'vitest';
import { fillTemplate } from './template.ts';

test('replaces every placeholder by its value, and leaves what is none', () => {
  const values = { port: '80', 'sink.on-call': 'http://s', work: '$&' };
  expect(fillTemplate('${sink.on-call}:${port}/${port} ${work} $port {port} $1', values, 'a file')).toBe(
    'http://s:80/80 $& $port {port} $1',
  );
});

test('does not look for placeholders in a value', () => {
  expect(fillTemplate('${a}', { a: '${b}', b: 'c' }, 'a file')).toBe('${b}');
});

test('throws CONFIG_INVALID for an unknown placeholder, with the file and the known ones', () => {
  expect(() => fillTemplate('${sink.nobody}', { port: '80', work: '/w' }, 'shop › env')).toThrow(
    expect.objectContaining({
      code: 'CONFIG_INVALID',
      message: 'shop › env: unknown placeholder; expected one of port, work; got ${sink.nobody}',
    }),
  );
});
