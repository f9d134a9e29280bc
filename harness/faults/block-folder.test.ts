import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../engine/testing/temp-folder.ts';
import { serveAnswers } from '../observers/testing/answers.ts';
import { blockFolder } from './block-folder.ts';
import { contextOf, FakeSubject } from './testing/fault-bench.ts';

const fault = blockFolder({ path: 'backups', title: 'no backup', failureMetric: 'failures_total', metWithinMs: 1_000 });
const failures = (count: number): string => `# TYPE failures_total counter\nfailures_total ${count}\n`;

/** A subject that has a folder with a file, and a failure counter that is what `metrics` says each time. */
const bench = async (metrics: (isBlocked: boolean) => string | { status: number; body: string }) => {
  const temp = await tempFolder();
  const folder = join(temp.path, 'backups');
  await mkdir(folder);
  await writeFile(join(folder, 'one.json'), '{}');
  const isBlocked = async (): Promise<boolean> => (await stat(folder)).isFile();
  const server = await serveAnswers({});
  const subject = new FakeSubject({ url: server.url, workDir: temp.path });
  const { clock, ...context } = contextOf({ subject });
  const answer = async (): Promise<void> => {
    server.answers = { '/metrics': metrics(await isBlocked()) };
  };
  await answer();
  const sleep: typeof clock.sleep = async (ms, signal) => {
    await answer();
    await clock.sleep(ms, signal);
  };
  return {
    context: { ...context, clock: { ...clock, sleep } },
    files: async () => await readdir(folder),
    isBlocked,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await temp[Symbol.asyncDispose]();
    },
  };
};

describe('a blocked folder', () => {
  test('is in effect once the subject has failed at it, and is put back whole', async () => {
    await using it = await bench((isBlocked) => failures(isBlocked ? 3 : 2));
    const injected = await fault.inject(it.context);
    expect(await it.isBlocked()).toBe(true);
    expect(injected.proof).toContain('failures_total');
    await injected[Symbol.asyncDispose]();
    expect(await it.files()).toEqual(['one.json']);
  });

  test('is an error, and is put back, when the subject never fails', async () => {
    await using it = await bench(() => failures(2));
    await expect(fault.inject(it.context)).rejects.toMatchObject({ code: 'FAULT_INEFFECTIVE' });
    expect(await it.files()).toEqual(['one.json']);
  });

  test('is put back when the run is interrupted meanwhile', async () => {
    await using it = await bench(() => failures(2));
    const reason = new Error('interrupted');
    await expect(fault.inject({ ...it.context, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(await it.files()).toEqual(['one.json']);
  });

  test('does not take a counter that could not be read before for one that went up', async () => {
    await using it = await bench((isBlocked) => (isBlocked ? failures(2) : { status: 503, body: 'busy' }));
    await expect(fault.inject(it.context)).rejects.toMatchObject({ code: 'FAULT_INEFFECTIVE' });
    expect(await it.files()).toEqual(['one.json']);
  });

  test('is an error where there is no folder', async () => {
    await using it = await bench(() => failures(0));
    const other = blockFolder({ path: 'nowhere', title: 'none', failureMetric: 'failures_total', metWithinMs: 1 });
    await expect(other.inject(it.context)).rejects.toMatchObject({ code: 'FAULT_INEFFECTIVE' });
  });
});
