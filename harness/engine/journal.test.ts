import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../contract/index.ts';
import { fakeClock } from '../core/testing/fake-clock.ts';
import { foldRun } from './fold.ts';
import { openJournal } from './journal.ts';
import { readJournal } from './read-journal.ts';
import { bodies, journalText, wholeRun } from './testing/events.ts';
import { tempFolder } from './testing/temp-folder.ts';

const failureOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe('openJournal', () => {
  it('numbers events without a gap, dates each, and has written it before it tells of it', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'journal.ndjson');
    const clock = fakeClock(5_000);
    const told: [RunEvent, number][] = [];
    const linesNow = (): number => readFileSync(path, 'utf8').split('\n').length - 1;
    using journal = openJournal(path, clock, (event) => told.push([event, linesNow()]));
    const first = journal.append({ type: 'drill-started', drill: 'a/a' });
    expect(linesNow()).toBe(1);
    await clock.advance(40);
    const second = journal.append({ type: 'drill-ended', drill: 'a/a' });
    expect(first).toEqual({ seq: 0, at: 5_000, type: 'drill-started', drill: 'a/a' });
    expect(second).toEqual({ seq: 1, at: 5_040, type: 'drill-ended', drill: 'a/a' });
    expect(journal.events).toEqual([first, second]);
    expect(told).toEqual([
      [first, 1],
      [second, 2],
    ]);
  });

  it('is read back as it was appended', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'journal.ndjson');
    using journal = openJournal(path, fakeClock(), () => undefined);
    for (const body of bodies()) journal.append(body);
    const read = readJournal(readFileSync(path, 'utf8'), path);
    expect(read).toEqual(journal.events);
    expect(foldRun(read)).toEqual(foldRun(journal.events));
  });

  it('refuses a file that is there already and leaves it as it is', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'journal.ndjson');
    writeFileSync(path, 'another run\n');
    expect(failureOf(() => openJournal(path, fakeClock(), () => undefined))).toMatchObject({
      code: 'JOURNAL_UNWRITABLE',
      details: { where: path, got: expect.stringContaining('EEXIST') as string },
    });
    expect(readFileSync(path, 'utf8')).toBe('another run\n');
  });

  it('throws JOURNAL_UNWRITABLE where no file can be made', async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'missing', 'journal.ndjson');
    expect(failureOf(() => openJournal(path, fakeClock(), () => undefined))).toMatchObject({
      code: 'JOURNAL_UNWRITABLE',
    });
  });

  it('throws JOURNAL_UNWRITABLE when a line cannot be written, and does not count the event', async () => {
    await using folder = await tempFolder();
    const journal = openJournal(join(folder.path, 'journal.ndjson'), fakeClock(), () => undefined);
    journal[Symbol.dispose]();
    expect(failureOf(() => journal.append({ type: 'drill-started', drill: 'a/a' }))).toMatchObject({
      code: 'JOURNAL_UNWRITABLE',
    });
    expect(journal.events).toEqual([]);
  });
});

describe('readJournal', () => {
  const events = wholeRun();
  const text = journalText(events);

  it('reads every kind of event', () => {
    expect(readJournal(text, 'j')).toEqual(events);
  });

  it('leaves out a last line that was cut off, wherever it was', () => {
    const last = JSON.stringify(events.at(-1)).length + 1;
    for (const cut of [1, 2, last - 1]) expect(readJournal(text.slice(0, -cut), 'j')).toEqual(events.slice(0, -1));
  });

  it('reads an empty file as no events, and refuses one that has no whole line', () => {
    expect(readJournal('', 'j')).toEqual([]);
    expect(failureOf(() => readJournal('{"seq":0', 'j'))).toMatchObject({
      code: 'JOURNAL_INVALID',
      details: { where: 'j:1', got: 'no whole line' },
    });
  });

  it.each([
    ['garbage', 'garbage'],
    ['an empty line', ''],
    ['an unknown type', '{"seq":3,"at":1,"type":"drill-sung","drill":"a/a"}'],
    ['a missing field', '{"seq":3,"at":1,"type":"phase","drill":"a/a"}'],
    ['no number', '{"at":1,"type":"drill-started","drill":"a/a"}'],
  ])('refuses %s in the middle, with its line', (_, line) => {
    const broken = text.split('\n').with(3, line).join('\n');
    expect(failureOf(() => readJournal(broken, 'runs/j.ndjson'))).toMatchObject({
      code: 'JOURNAL_INVALID',
      details: { where: 'runs/j.ndjson:4' },
    });
  });

  it('refuses a gap and a repetition in the numbers, with the line', () => {
    const lines = text.split('\n');
    expect(failureOf(() => readJournal(lines.toSpliced(2, 1).join('\n'), 'j'))).toMatchObject({
      code: 'JOURNAL_INVALID',
      details: { where: 'j:3', got: 'seq 3, expected 2' },
    });
    expect(failureOf(() => readJournal(lines.toSpliced(2, 0, lines[1]!).join('\n'), 'j'))).toMatchObject({
      details: { where: 'j:3', got: 'seq 1, expected 2' },
    });
  });

  it('can be folded wherever a killed run broke off', () => {
    assert(
      property(integer({ min: text.indexOf('\n') + 1, max: text.length }), (end) => {
        const read = readJournal(text.slice(0, end), 'j');
        expect(read).toEqual(events.slice(0, read.length));
        expect(foldRun(read).drills.length).toBeLessThanOrEqual(3);
      }),
    );
  });
});
