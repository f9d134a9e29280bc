import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sampleRun } from '../testing/sample-run.ts';
import { writeReports } from './write-reports.ts';

const names = ['run.json', 'junit.xml', 'summary.md', 'report.html'];

test('writes every report, with every drill in each, and leaves nothing else behind', async () => {
  const folder = join(await fs.mkdtemp(join(tmpdir(), 'reports-')), 'a', 'run');
  const run = sampleRun();
  const written = await writeReports(run, folder, fs);
  expect(written).toEqual(names.map((name) => ({ name, path: join(folder, name) })));
  expect((await fs.readdir(folder)).toSorted()).toEqual(names.toSorted());
  for (const { path, name } of written) {
    const text = (await fs.readFile(path, 'utf8')).replaceAll('<wbr>', '');
    for (const { id } of run.drills) expect(text, name).toContain(id);
  }
});

test('keeps the run as it is in run.json', async () => {
  const folder = await fs.mkdtemp(join(tmpdir(), 'reports-'));
  const run = sampleRun();
  await writeReports(run, folder, fs);
  const read: unknown = JSON.parse(await fs.readFile(join(folder, 'run.json'), 'utf8'));
  expect(read).toEqual(JSON.parse(JSON.stringify(run)));
});

test('writes the others where one fails, and says which and why', async () => {
  const folder = await fs.mkdtemp(join(tmpdir(), 'reports-'));
  const rename: typeof fs.rename = async (from, to) => {
    if (String(to).endsWith('junit.xml')) throw new Error('no space left');
    await fs.rename(from, to);
  };
  const written = await writeReports(sampleRun(), folder, { mkdir: fs.mkdir, writeFile: fs.writeFile, rename });
  expect(written.filter(({ error }) => error !== undefined)).toEqual([
    { name: 'junit.xml', path: join(folder, 'junit.xml'), error: 'no space left' },
  ]);
  expect(await fs.readdir(folder)).toEqual(expect.arrayContaining(['run.json', 'summary.md', 'report.html']));
});

test('reports a writer that throws', async () => {
  const folder = await fs.mkdtemp(join(tmpdir(), 'reports-'));
  const written = await writeReports({ ...sampleRun(), startedAt: NaN }, folder, fs);
  const failed = written.filter(({ error }) => error !== undefined).map(({ name }) => name);
  expect(failed).toContain('report.html');
  expect(failed).not.toContain('run.json');
});
