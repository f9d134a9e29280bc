import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { hang, wrap } from './wrap.ts';

test('breaks between words, and within one that is too long', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrap('abcdefgh ij', 5)).toEqual(['abcde', 'fgh', 'ij']);
  expect(wrap('a\u00a0b c\u00a0d', 4)).toEqual(['a b', 'c d']);
});

test('keeps every character but blanks, and the width', () => {
  const words = fc.array(fc.string({ minLength: 1, maxLength: 30 }).filter((word) => !/\s/.test(word)));
  fc.assert(
    fc.property(words, fc.integer({ min: 2, max: 50 }), (all, width) => {
      const lines = wrap(all.join(' '), width);
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width);
      expect(lines.join('').replaceAll(' ', '')).toBe(all.join(''));
    }),
  );
});

test('hangs the lines of a text below its first', () => {
  expect(hang('why ', 'one two three', 11)).toEqual(['why one two', '    three']);
});
