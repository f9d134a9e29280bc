import { glob, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RunRecord } from '../contract/index.ts';

/** A run whose reports are on disk. */
export type WrittenRun = {
  readonly folder: string;
  readonly record: RunRecord;
  /** The numbers of a drill's first and last event in the journal. */
  readonly journal: (drill: string) => { first: number; last: number } | undefined;
};

/** Reads the runs that have a record below a folder, the newest first; what cannot be read is passed over. */
export const readRuns = async (folder: string): Promise<WrittenRun[]> => {
  const names = await Array.fromAsync(glob('*/run.json', { cwd: folder })).catch(() => []);
  const runs = await Promise.all(
    names.filter((name) => !name.startsWith('latest/')).map(async (name) => await readRun(join(folder, name))),
  );
  return runs.filter((run) => run !== undefined).sort((a, b) => b.record.startedAt - a.record.startedAt);
};

const readRun = async (path: string): Promise<WrittenRun | undefined> => {
  try {
    const record = JSON.parse(await readFile(path, 'utf8')) as RunRecord;
    const folder = dirname(path);
    const lines = (await readFile(join(folder, 'journal.ndjson'), 'utf8')).split('\n');
    return { folder, record, journal: spansOf(lines) };
  } catch {
    return undefined;
  }
};

const spansOf = (lines: readonly string[]): WrittenRun['journal'] => {
  const spans = new Map<string, { first: number; last: number }>();
  for (const line of lines) {
    if (line === '') continue;
    const { seq, drill } = JSON.parse(line) as { seq: number; drill?: string };
    if (drill !== undefined) spans.set(drill, { first: spans.get(drill)?.first ?? seq, last: seq });
  }
  return (drill) => spans.get(drill);
};
