import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../core/index.ts';
import { tempFolder } from '../engine/testing/temp-folder.ts';
import { serveAnswers } from '../observers/testing/answers.ts';
import { ageFile } from './age-file.ts';
import { blockFolder } from './block-folder.ts';
import { fakeSubject } from './testing/fake-subject.ts';

const dayMs = 86_400_000;
const ageOf = async (path: string): Promise<number> => systemClock.now() - (await stat(path)).mtimeMs;

describe('an aged file', () => {
  test.each([true, false])('is as old as it is told; made new when undone: %s', async (renew) => {
    await using folder = await tempFolder();
    const path = join(folder.path, 'config.yaml');
    await writeFile(path, 'a: 1\n');
    const { context } = fakeSubject({ workDir: folder.path });
    const fault = ageFile({ path: 'config.yaml', ageMs: 30 * dayMs, title: 'old', renew });
    const handle = await fault.inject(context);
    expect(Math.abs((await ageOf(path)) - 30 * dayMs)).toBeLessThan(60_000);
    await handle[Symbol.asyncDispose]();
    expect((await ageOf(path)) > 29 * dayMs).toBe(!renew);
  });
});

describe('a blocked folder', () => {
  const failures = (count: number) => `# TYPE backup_failures_total counter\nbackup_failures_total ${count}\n`;
  const fault = blockFolder({
    path: 'backup',
    title: 'backups fail',
    failureMetric: 'backup_failures_total',
    metWithinMs: 300,
  });

  test('takes effect once the subject fails at it, and comes back with what it held', async () => {
    await using folder = await tempFolder();
    await mkdir(join(folder.path, 'backup'));
    await writeFile(join(folder.path, 'backup', 'monday'), 'kept');
    await using subject = await serveAnswers({ '/metrics': failures(2) });
    const { context } = fakeSubject({ workDir: folder.path, url: subject.url });
    const injecting = fault.inject(context);
    await expect.poll(async () => (await stat(join(folder.path, 'backup'))).isFile()).toBe(true);
    subject.answers = { '/metrics': failures(3) };
    await (await injecting)[Symbol.asyncDispose]();
    expect(await readFile(join(folder.path, 'backup', 'monday'), 'utf8')).toBe('kept');
  });

  test('had no effect where the subject does not fail, and the folder is back', async () => {
    await using folder = await tempFolder();
    await mkdir(join(folder.path, 'backup'));
    await using subject = await serveAnswers({ '/metrics': failures(2) });
    const { context } = fakeSubject({ workDir: folder.path, url: subject.url });
    await expect(fault.inject(context)).rejects.toMatchObject({ code: 'FAULT_INEFFECTIVE' });
    expect((await stat(join(folder.path, 'backup'))).isDirectory()).toBe(true);
  });

  test('is put back when the run is interrupted', async () => {
    await using folder = await tempFolder();
    await mkdir(join(folder.path, 'backup'));
    await using subject = await serveAnswers({ '/metrics': failures(2) });
    const { context, stop } = fakeSubject({ workDir: folder.path, url: subject.url });
    const injecting = fault.inject(context);
    const refused = expect(injecting).rejects.toThrow('interrupted');
    await expect.poll(async () => (await stat(join(folder.path, 'backup'))).isFile()).toBe(true);
    stop.abort(new Error('interrupted'));
    await refused;
    expect((await stat(join(folder.path, 'backup'))).isDirectory()).toBe(true);
  });
});
