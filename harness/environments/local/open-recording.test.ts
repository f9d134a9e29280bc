import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { HarnessError, systemClock } from '../../core/index.ts';
import { tempFolder } from '../../engine/testing/temp-folder.ts';
import { uniqueRunId } from '../testing/node-program.ts';
import { eventually, nothingRuns, processesOf } from '../testing/run-processes.ts';
import { writeProgram } from '../testing/write-program.ts';
import { openRecording } from './open-recording.ts';

const open = async (promtool: string, runId: string, signal = new AbortController().signal) =>
  await openRecording({
    runId,
    samples: '# EOF\n',
    programs: { promtool, prometheus: 'none' },
    clock: systemClock,
    signal,
  });

const foldersOf = async (runId: string): Promise<string[]> =>
  (await readdir(tmpdir())).filter((name) => name.includes(runId));

/** A promtool that says its process id in a file of the folder and stays. */
const stayingPromtool = async (
  folder: string,
): Promise<{ program: string; imports: () => boolean; pid: () => number }> => {
  const note = join(folder, 'pid');
  const program = await writeProgram(
    folder,
    'promtool',
    `echo $$ > ${note}.new && mv ${note}.new ${note}\nexec sleep 600`,
  );
  return { program, imports: () => existsSync(note), pid: () => Number(readFileSync(note, 'utf8')) };
};

test('leaves no promtool and no folder when the harness is killed during the import', async () => {
  await using folder = await tempFolder();
  const { program, imports, pid } = await stayingPromtool(folder.path);
  const runId = uniqueRunId();
  const script = fileURLToPath(new URL('../testing/doomed-recording.ts', import.meta.url));
  const harness = spawn(process.execPath, [script, runId, program], { stdio: 'ignore' });
  await eventually('promtool imports', imports);
  expect(await processesOf(runId)).toContain(pid());
  expect(await foldersOf(runId)).toHaveLength(1);
  harness.kill('SIGKILL');
  await nothingRuns(runId);
  expect(await foldersOf(runId)).toEqual([]);
});

test('is interrupted during the import, and does not blame promtool', async () => {
  await using folder = await tempFolder();
  const { program, imports } = await stayingPromtool(folder.path);
  const runId = uniqueRunId();
  const controller = new AbortController();
  const opening = open(program, runId, controller.signal);
  const ended = expect(opening).rejects.toMatchObject({ code: 'INTERRUPTED' });
  await eventually('promtool imports', imports);
  controller.abort(new HarnessError('INTERRUPTED', { what: 'the run was interrupted' }));
  await ended;
  expect(await processesOf(runId)).toEqual([]);
  expect(await foldersOf(runId)).toEqual([]);
});

test.each([
  ['refuses the samples', 'echo no such sample; exit 1', 'CONFIG_INVALID'],
  ['does not end by itself', 'kill -9 $$', 'TOOL_BROKEN'],
])('says what is wrong with a promtool that %s', async (_, text, code) => {
  await using folder = await tempFolder();
  const runId = uniqueRunId();
  await expect(open(await writeProgram(folder.path, 'promtool', text), runId)).rejects.toMatchObject({ code });
  expect(await foldersOf(runId)).toEqual([]);
});

test('says that promtool is missing', async () => {
  await expect(open('/nowhere/promtool', uniqueRunId())).rejects.toMatchObject({ code: 'TOOL_MISSING' });
});
