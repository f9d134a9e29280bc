import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImpossibleCase, RunRecord } from '../contract/index.ts';
import { HarnessError, messageOf } from '../core/index.ts';
import type { RunEvidence } from '../verdict/index.ts';
import { readRun } from './judge.ts';

export type NewestVerdicts = {
  readonly judged: ReadonlyMap<string, RunEvidence>;
  readonly impossible: readonly ImpossibleCase[];
  /** The runs that anything was taken from, the newest first. */
  readonly runs: readonly Pick<RunRecord, 'runId' | 'startedAt' | 'speed'>[];
};

/**
 * Takes the newest verdict on each of these ids from the journals of runs on the systems as they are: one of a broken
 * variant says nothing, nor does a drill that had not ended or was skipped where an older run says more. `folders` are
 * runs; all below `out` when none is named. Throws `JOURNAL_INVALID` where there is no journal, or one that is none.
 */
export const newestVerdicts = async (
  ids: ReadonlySet<string>,
  folders: readonly string[],
  out: string,
): Promise<NewestVerdicts> => {
  const paths = folders.length > 0 ? folders.map((each) => join(each, 'journal.ndjson')) : await journalsBelow(out);
  const found = new Found(ids);
  for (const { path, text } of await newestFirst(paths)) {
    if (found.isComplete()) break;
    found.add(readRun(text, path, false));
  }
  return found;
};

class Found implements NewestVerdicts {
  readonly judged = new Map<string, RunEvidence>();
  readonly runs: RunRecord[] = [];
  readonly #impossible = new Map<string, ImpossibleCase>();
  readonly #wanted: ReadonlySet<string>;

  constructor(wanted: ReadonlySet<string>) {
    this.#wanted = wanted;
  }

  get impossible(): readonly ImpossibleCase[] {
    return [...this.#impossible.values()];
  }

  isComplete(): boolean {
    return this.#wanted.size > 0 && [...this.#wanted].every((id) => this.#isKnown(id));
  }

  add(run: RunRecord): void {
    if (run.defect !== undefined) return;
    const drills = run.drills.filter(({ id, endedAt, skipped }) => {
      const isNew = this.#wanted.has(id) && !this.#isKnown(id);
      return isNew && (endedAt !== undefined || skipped !== undefined);
    });
    const cases = run.impossible.filter(({ id }) => this.#wanted.has(id) && !this.#impossible.has(id));
    for (const drill of drills) this.judged.set(drill.id, { run: run.runId, drill });
    for (const entry of cases) this.#impossible.set(entry.id, entry);
    if (drills.length > 0 || cases.length > 0) this.runs.push(run);
  }

  #isKnown(id: string): boolean {
    const drill = this.judged.get(id)?.drill;
    return this.#impossible.has(id) || (drill !== undefined && drill.skipped === undefined);
  }
}

const journalsBelow = async (out: string): Promise<string[]> => {
  const names = await Array.fromAsync(glob('*/journal.ndjson', { cwd: out })).catch(() => []);
  const runs = names.filter((name) => !name.startsWith('latest/'));
  if (runs.length > 0) return runs.map((name) => join(out, name));
  throw new HarnessError('JOURNAL_INVALID', {
    what: 'no run has left a journal here',
    where: out,
    next: 'run `firedrill run alerts` first, or name the folder of a run',
  });
};

type Journal = { readonly path: string; readonly text: string };

/** By the time of their first events; one that has none comes first, so that it is never passed over. */
const newestFirst = async (paths: readonly string[]): Promise<Journal[]> => {
  const journals = await Promise.all(paths.map(async (path) => ({ path, text: await readJournalText(path) })));
  const dated = journals.map((journal) => ({ journal, at: beginOf(journal.text) }));
  return dated.sort((a, b) => b.at - a.at).map(({ journal }) => journal);
};

const beginOf = (text: string): number => {
  try {
    return (JSON.parse(text.slice(0, text.indexOf('\n'))) as { at?: number }).at ?? Number.MAX_VALUE;
  } catch {
    return Number.MAX_VALUE;
  }
};

const readJournalText = async (path: string): Promise<string> =>
  await readFile(path, 'utf8').catch((cause: unknown) => unreadable(path, cause));

const unreadable = (where: string, cause: unknown): never => {
  const got = messageOf(cause);
  throw new HarnessError('JOURNAL_INVALID', { what: 'the journal cannot be read', where, got, cause });
};
