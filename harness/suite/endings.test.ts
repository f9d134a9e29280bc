import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunEvent, RunRecord } from '../contract/index.ts';
import { readJournal } from '../engine/index.ts';
import { tempFolder } from '../engine/testing/temp-folder.ts';
import { eventually, nothingRuns, processesOf } from '../environments/testing/run-processes.ts';
import { root } from './open-suite-session.ts';
import { finished, inFault, startRun, type StartedRun } from './testing/started-run.ts';

const main = join(root, 'harness/cli/main.ts');
const reports = ['journal.ndjson', 'junit.xml', 'report.html', 'run.json', 'summary.md'];

const manyInFault = (events: readonly RunEvent[]): boolean => inFault(events).length >= 4;
const someFinished = (events: readonly RunEvent[]): boolean => manyInFault(events) && finished(events).length > 0;

const start = async (out: string, isFarEnough = manyInFault): Promise<StartedRun> =>
  await startRun([process.execPath, main], out, isFarEnough);

/** Every line of the journal as it was left. */
const journalOf = async ({ journalPath }: StartedRun): Promise<RunEvent[]> =>
  readJournal(await readFile(journalPath, 'utf8'), journalPath);

const recordOf = async ({ folder }: StartedRun): Promise<RunRecord> =>
  JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')) as RunRecord;

const workFolders = async ({ id }: StartedRun): Promise<string[]> =>
  (await readdir(tmpdir())).filter((name) => name.startsWith(`firedrill-${id}-`));

/** Sends a signal to a run that is at work, and holds it to the 5 s in which nothing of it may be left. */
const endBy = async (run: StartedRun, signal: NodeJS.Signals, moreThan = 8): Promise<void> => {
  expect((await processesOf(run.id)).length).toBeGreaterThan(moreThan);
  run.child.kill(signal);
  await nothingRuns(run.id);
};

/** Freezes what the run has to stop, so that undoing takes its time. */
const holdUp = async (run: StartedRun): Promise<void> => {
  for (const pid of await processesOf(run.id)) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'latin1');
    if (command.includes('--storage.tsdb.path')) process.kill(pid, 'SIGSTOP');
  }
};

describe('an interrupted run', { timeout: 300_000 }, () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'undoes everything within 5 s of %s, reports what was finished, and exits with 130',
    async (signal) => {
      await using out = await tempFolder();
      const run = await start(out.path, someFinished);
      const done = finished(await journalOf(run));
      await endBy(run, signal);
      expect(await run.ended).toBe(130);
      expect((await readdir(run.folder)).sort()).toEqual(reports);
      const events = await journalOf(run);
      expect(events).toContainEqual(
        expect.objectContaining({ type: 'run-interrupted', reason: `the run was interrupted by ${signal}` }),
      );
      expect(events.at(-1)).toMatchObject({ type: 'run-ended' });
      const { drills, interrupted, exitCode } = await recordOf(run);
      expect([interrupted, exitCode]).toEqual([`the run was interrupted by ${signal}`, 130]);
      const outcomes = new Map(drills.map(({ id, verdict }) => [id, verdict.outcome]));
      for (const id of done) expect(outcomes.get(id)).toBe('held');
      expect(new Set(outcomes.values())).toEqual(new Set(['held', 'skipped']));
      expect(run.output()).toContain(`${signal}: undoing what runs; once more ends at once`);
      expect(await workFolders(run)).toEqual([]);
    },
  );

  test('ends at once, with 130, at a second SIGINT, and nothing runs within 5 s', async () => {
    await using out = await tempFolder();
    const run = await start(out.path);
    await holdUp(run);
    run.child.kill('SIGINT');
    await eventually('the run undoes what runs', () => run.output().includes('undoing what runs'));
    // What was not frozen may be gone by now.
    await endBy(run, 'SIGINT', 0);
    expect(await run.ended).toBe(130);
    const events = await journalOf(run);
    expect(events.some(({ type }) => type === 'run-ended')).toBe(false);
    expect(await workFolders(run)).toEqual([]);
  });

  test('exits with 130 through npx, which alone gets the signal', async () => {
    await using out = await tempFolder();
    const run = await startRun(['npx', '--no', '--', 'firedrill'], out.path, manyInFault);
    await endBy(run, 'SIGINT');
    expect(await run.ended).toBe(130);
    expect((await journalOf(run)).some(({ type }) => type === 'run-interrupted')).toBe(true);
  });
});

test(
  'a killed run leaves nothing running within 5 s, and a journal that is reported',
  { timeout: 300_000 },
  async () => {
    await using out = await tempFolder();
    const run = await start(out.path, someFinished);
    await endBy(run, 'SIGKILL');
    expect(await run.ended).toBe('SIGKILL');
    expect(await workFolders(run)).toEqual([]);
    const done = finished(await journalOf(run));
    const replay = spawn(process.execPath, [main, 'report', run.folder], { stdio: 'ignore' });
    const [status] = (await once(replay, 'exit')) as [number];
    const { drills, exitCode } = await recordOf(run);
    expect(status).toBe(exitCode);
    expect((await readdir(run.folder)).sort()).toEqual(reports);
    for (const { id, verdict } of drills) {
      const cutOff = { outcome: 'errored', reasons: ['the journal ends before the drill did'] };
      expect(verdict, id).toMatchObject(done.includes(id) ? { outcome: 'held' } : cutOff);
    }
  },
);
