import { expect, test } from 'vitest';
import { fitSections, type Section } from './fit-sections.ts';

const section = (noun: string, amount: number): Section => ({
  head: `# ${noun}`,
  rows: Array.from({ length: amount }, (_, index) => `${noun} ${String(index).padStart(6, '0')}`),
  noun,
});

test('keeps everything that fits', () => {
  expect(fitSections([section('a', 2), section('b', 1)], 1000)).toBe('# a\na 000000\na 000001\n\n# b\nb 000000\n\n');
});

test('gives a large section what small ones leave', () => {
  const text = fitSections([section('small', 3), section('large', 100_000)], 100_000);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(100_000);
  expect(Buffer.byteLength(text)).toBeGreaterThan(99_000);
  expect(text).toContain('small 000002');
  const kept = text.match(/^large \d+$/gm)?.length ?? 0;
  expect(text).toContain(`${100_000 - kept} of 100000 large left out`);
});
