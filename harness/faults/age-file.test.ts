import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../engine/testing/temp-folder.ts';
import { ageFile } from './age-file.ts';
import { contextOf, FakeSubject } from './testing/fault-bench.ts';

const month = 30 * 24 * 3_600_000;
const now = 1_795_246_236_000;

const age = async (renew: boolean, workDir: string) => {
  const context = contextOf({ subject: new FakeSubject({ workDir }) });
  const clock = { ...context.clock, now: () => now };
  return await ageFile({ path: 'some.yaml', ageMs: month, title: 'it is old', renew }).inject({ ...context, clock });
};

describe('an aged file', () => {
  test.each([
    ['is as old as asked, and new when it is undone', true, now],
    ['stays old where the subject itself must renew it', false, now - month],
  ])('%s', async (_, renew, after) => {
    await using folder = await tempFolder();
    const file = join(folder.path, 'some.yaml');
    await writeFile(file, 'destinations: []\n');
    const injected = await age(renew, folder.path);
    expect((await stat(file)).mtimeMs).toBe(now - month);
    expect(injected).toMatchObject({ from: now, proof: expect.stringContaining('2026-10-22T07:30:36') as string });
    await injected[Symbol.asyncDispose]();
    expect((await stat(file)).mtimeMs).toBe(after);
  });

  test('is an error where there is no file', async () => {
    await using folder = await tempFolder();
    await expect(age(true, folder.path)).rejects.toMatchObject({
      code: 'FAULT_INEFFECTIVE',
      message: expect.stringMatching(/some\.yaml.*ENOENT/) as string,
    });
  });
});
