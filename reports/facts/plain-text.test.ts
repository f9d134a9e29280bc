import { expect, test } from 'vitest';
import { clip, interval, seconds, signed, sourceText, speedText, withoutControls } from './plain-text.ts';

test('writes seconds to a tenth, and whole ones from a thousand', () => {
  expect([0, 21_340, 999_949, 1_204_400].map((ms) => seconds(ms))).toEqual(['0.0', '21.3', '999.9', '1204']);
  expect([-10, -400, 400].map((ms) => signed(ms))).toEqual(['+0.0', '−0.4', '+0.4']);
  expect(interval({ earliest: 900, latest: 4200 }, 1000)).toBe('−0.1–3.2');
  expect(speedText(7.5)).toBe('×7.5');
});

test('names a source in full or short', () => {
  const source = { document: '001_fd7521051bd20d91.txt', section: 'A > B', lines: '3-5' };
  expect(sourceText(source)).toBe('001_fd7521051bd20d91.txt › A › B, l. 3–5');
  expect(sourceText(source, 'short')).toBe('001_… › A › B, l. 3–5');
});

test('replaces controls, lone surrogates and escape sequences, and keeps the rest', () => {
  expect(withoutControls('a\u001b[1mb\u0000c\ud800d\te\r\nf 🔥')).toBe('ab\ufffdc\ufffdd\te\nf 🔥');
  expect(clip('abcdef', 4)).toBe('abc…');
});
