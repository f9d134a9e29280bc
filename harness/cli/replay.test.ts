import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { EventBody } from '../contract/index.ts';
import { bodies, journalText, numbered } from '../engine/testing/events.ts';
import { tempFolder } from '../engine/testing/temp-folder.ts';
import { runCommandLine } from './testing/fake-surroundings.ts';

const reports = ['journal.ndjson', 'junit.xml', 'report.html', 'run.json', 'summary.md'];

/** Replays a journal of these events and gives what came of it. */
const replayed = async (events: readonly EventBody[], cut = Infinity) => {
  await using folder = await tempFolder();
  await writeFile(join(folder.path, 'journal.ndjson'), journalText(numbered(events)).slice(0, cut));
  const result = await runCommandLine(['report', folder.path]);
  const files = (await readdir(folder.path)).sort();
  const record = await readFile(join(folder.path, 'run.json'), 'utf8').catch(() => '{}');
  return { ...result, files, record: JSON.parse(record) as Record<string, unknown>, folder: folder.path };
};
const uninterrupted = bodies().filter(({ type }) => type !== 'run-interrupted');

test.each([
  ['130 for a run that was interrupted', bodies(), 130],
  ['3 for one with a drill that errored', uninterrupted, 3],
  ['4 for one in which nothing held', uninterrupted.filter((body) => !('drill' in body)), 4],
])('a replay ends with %s, and leaves every report', async (_, events, status) => {
  const run = await replayed(events);
  expect(run).toMatchObject({ status, err: '', files: reports, record: { runId: 'run-1', exitCode: status } });
  for (const name of reports.slice(1)) expect(run.out).toContain(join(run.folder, name));
});

test('a replay reports what a killed run left, cut in the middle of a line', async () => {
  const whole = journalText(numbered(uninterrupted));
  const run = await replayed(uninterrupted, whole.indexOf('drill-failed') + 20);
  expect(run).toMatchObject({ status: 3, err: '', files: reports });
  expect(run.out).toContain('the journal ends before the drill did');
});

test('a replay names the line of a journal that is none, and writes no report', async () => {
  await using folder = await tempFolder();
  await writeFile(join(folder.path, 'journal.ndjson'), `${journalText(numbered(bodies().slice(0, 1)))}{}\n`);
  const { status, err } = await runCommandLine(['report', folder.path]);
  expect(status).toBe(2);
  expect(err).toMatch(/^JOURNAL_INVALID: .*journal\.ndjson:2: .*\n$/);
  expect(await readdir(folder.path)).toEqual(['journal.ndjson']);
});
