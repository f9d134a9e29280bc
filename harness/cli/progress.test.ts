import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { EventBody } from '../contract/index.ts';
import { bodies, numbered, plan } from '../engine/testing/events.ts';
import { Progress } from './progress.ts';
import { fakeSurroundings } from './testing/fake-surroundings.ts';

const planned = (drill: string): EventBody => ({ type: 'drill-planned', drill, plan: plan(drill) });
const begun: EventBody[] = [
  planned('a/a'),
  planned('a/b'),
  { type: 'drill-started', drill: 'a/a' },
  { type: 'phase', drill: 'a/a', phase: 'steady' },
];
const failed: EventBody[] = [
  { type: 'drill-failed', drill: 'a/a', code: 'PROCESS_EXITED', message: 'prometheus ended' },
  { type: 'drill-ended', drill: 'a/a' },
];

const terminal = { stdout: true, stderr: true };
const escape = '\u001B[';

const show = (told: readonly EventBody[], env: NodeJS.ProcessEnv, screens = terminal) => {
  const surroundings = fakeSurroundings(env, screens);
  const progress = new Progress(surroundings);
  numbered(told).forEach((event) => progress.event(event));
  const raw = (): string => surroundings.stderr.written.join('');
  return { progress, surroundings, raw, [Symbol.dispose]: () => progress[Symbol.dispose]() };
};

describe('progress elsewhere than in a terminal', () => {
  test.each([
    ['a file', {}, { stdout: false, stderr: false }],
    ['a dumb terminal', { TERM: 'dumb' }, terminal],
  ])('is one plain line for each begin and end: %s', (_, env, screens) => {
    using shown = show([...begun, ...failed], env, screens);
    const lines = shown.raw().split('\n');
    expect(lines).toEqual([
      'begins        a/a, at most 60 s',
      expect.stringMatching(/^errored {6}a\/a .*prometheus ended/),
      '',
    ]);
    expect(shown.surroundings.stdout.written).toEqual([]);
  });

  test('says the end of every drill of a run once, also of one that is skipped', () => {
    using shown = show(bodies(), {}, { stdout: false, stderr: false });
    const ends = shown
      .raw()
      .split('\n')
      .filter((line) => /^(held|errored|skipped)/.test(line));
    expect(ends.map((line) => line.split(/\s+/).slice(0, 2).join(' ')).sort()).toEqual([
      'errored a/a',
      'errored a/b',
      'skipped a/d',
    ]);
  });
});

describe('progress in a terminal', () => {
  /** The last picture that was drawn. */
  const picture = (raw: string): string[] => {
    const text = stripVTControlCharacters(raw);
    return text
      .slice(text.lastIndexOf('drawn now\n') + 'drawn now\n'.length)
      .split('\n')
      .filter((line) => line !== '');
  };

  test('shows what runs, in which phase, since when and until when at most, and how many wait', async () => {
    using shown = show(begun, {});
    await shown.surroundings.clock.advance(12_000);
    shown.progress.say('drawn now');
    expect(picture(shown.raw())).toEqual([
      expect.stringMatching(/^steady +a\/a +12 s, at most +48 s more$/),
      '1 waiting',
    ]);
  });

  test('leaves room for as many drills as the terminal has rows', () => {
    const many = Array.from({ length: 40 }, (_, index) => `a/${index}`);
    using shown = show(
      many.flatMap((drill) => [planned(drill), { type: 'drill-started', drill } as const]),
      {},
    );
    shown.progress.say('drawn now');
    expect(picture(shown.raw())).toHaveLength(22);
    expect(picture(shown.raw()).at(-1)).toBe('… and 19 more');
  });

  test('keeps the line of a drill that ended, in colour unless NO_COLOR is set', () => {
    using coloured = show([...begun, ...failed], {});
    using plain = show([...begun, ...failed], { NO_COLOR: '1' });
    const line = ({ surroundings }: typeof plain): string =>
      surroundings.stderr.written.find((text) => text.includes('prometheus ended')) ?? '';
    expect(line(coloured)).toContain(escape);
    expect(line(plain)).toMatch(/^errored/);
    expect(line(plain)).not.toContain(escape);
    expect(stripVTControlCharacters(line(coloured))).toBe(line(plain));
  });

  test('wipes its picture away when it ends, and draws no more', () => {
    using shown = show(begun, {});
    shown.progress.say('drawn now');
    const before = shown.raw();
    shown.progress[Symbol.dispose]();
    const last = shown.raw().slice(before.length);
    expect(last.split(`${escape}2K`).length - 1).toBeGreaterThanOrEqual(picture(before).length);
    expect(stripVTControlCharacters(last).trim()).toBe('');
  });
});

test('says what is being made of a tool, each step once', () => {
  using shown = show([], {}, { stdout: false, stderr: false });
  const building = { kind: 'building', tool: 'prometheus', main: 'm', since: 0, untilAtMost: 600_000 } as const;
  for (const now of [0, 10_000, 29_000, 31_000]) shown.progress.tool({ ...building, now });
  shown.progress.tool({ kind: 'waiting', tool: 'k6', where: '/cache', holder: 'process 7' });
  shown.progress.tool({ kind: 'looking', tool: 'k6', source: 'path', where: '/bin' });
  expect(shown.raw().split('\n')).toEqual([
    'building prometheus from its pinned source, since 0 s, at most 600 s in all',
    'building prometheus from its pinned source, since 30 s, at most 600 s in all',
    'waiting for k6: process 7 makes it',
    '',
  ]);
});
