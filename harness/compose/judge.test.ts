import { describe, expect, it } from 'vitest';
import { journalText, wholeRun } from '../engine/testing/events.ts';
import { judgeOne, readRun } from './judge.ts';

describe('readRun', () => {
  it('judges a run by the text of its journal, the same every time', () => {
    const text = journalText(wholeRun());
    const record = readRun(text, 'j', false);
    expect(record).toMatchObject({
      runId: 'run-1',
      interrupted: 'SIGINT',
      exitCode: 130,
      totals: { held: 0, breached: 0, inconclusive: 0, errored: 2, skipped: 1 },
    });
    expect(readRun(text, 'j', false)).toEqual(record);
  });

  it('judges what a killed run left: what did not end is errored', () => {
    const text = journalText(wholeRun());
    const { drills, exitCode, endedAt } = readRun(text.slice(0, text.indexOf('drill-failed')), 'j', false);
    expect(drills.map(({ id, verdict }) => [id, verdict.reasons])).toEqual([
      ['a/a', ['the journal ends before the drill did']],
      ['a/b', ['the journal ends before the drill did']],
    ]);
    expect([exitCode, endedAt]).toEqual([3, undefined]);
  });

  it('names the line that is no event', () => {
    expect(() => readRun('garbage\n', 'runs/j.ndjson', false)).toThrow(/runs\/j\.ndjson:1: not an event of a journal/);
  });
});

describe('judgeOne', () => {
  it('judges one drill as the whole run does, and none that the journal does not know', () => {
    const { drills } = readRun(journalText(wholeRun()), 'j', false);
    expect(judgeOne(wholeRun(), 'a/b')).toEqual(drills.find(({ id }) => id === 'a/b'));
    expect(judgeOne(wholeRun(), 'a/z')).toBeUndefined();
  });
});
